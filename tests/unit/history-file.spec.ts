import { expect, test } from 'vitest'
import { historyFile, type HistoryFormat } from '@/components/audit/history-file'
import type { OwnEntry } from '@/lib/audit/reading/own-history'
import { messagesOf } from '@/lib/i18n/catalogue'
import { translator } from '@/lib/i18n/translator'
import { readCsv } from '../builders/csv'

const words = { t: translator('en', messagesOf('en')), formats: 'en-GB', timeZone: 'Asia/Tokyo' }

const entry = (overrides: Partial<OwnEntry> = {}): OwnEntry => ({
  ...{ id: 1, type: 'signed-in', outcome: 'done', by: 'self', at: '2026-01-01T23:30:00.000Z' },
  event: { type: 'signed-in', version: 1, detail: {} },
  ...{ device: null, fingerprint: null, reason: null, receipt: null },
  ...overrides,
})

const backup = {
  fingerprint: '=CMD-2345',
  kind: 'backup',
  kindSource: 'stated',
  osVersion: null,
  addedAt: '2025-03-03T23:00:00.000Z',
} as const

async function fileOf(pages: OwnEntry[][], format: HistoryFormat): Promise<string> {
  async function* all() {
    for (const page of pages) yield await Promise.resolve(page)
  }
  let text = ''
  for await (const piece of historyFile(all(), format, words)) text += piece
  return text
}

const PAGES = [
  [],
  [entry(), entry({ device: backup, fingerprint: backup.fingerprint, reason: 'lost' })],
  [],
  [entry({ event: null, type: 'from the “future”', by: 'support', receipt: 'ABCD-EFGH-JKLM' })],
  [],
]

test('both formats hold every entry once, with the same fields and times in UTC', async () => {
  const [head = [], ...rows] = readCsv(await fileOf(PAGES, 'csv'))
  const objects = JSON.parse(await fileOf(PAGES, 'json')) as Record<string, string | null>[]
  expect(objects).toHaveLength(3)
  for (const [place, object] of objects.entries()) {
    expect(Object.keys(object)).toEqual(head)
    const cells = Object.values(object).map((value) => value?.replace(/^(?==)/, "'") ?? '')
    expect(rows[place]).toEqual(cells)
  }
  expect(objects[1]).toMatchObject({
    time: '2026-01-01T23:30:00.000Z',
    device: 'Backup',
    deviceAdded: '2025-03-03T23:00:00.000Z',
    fingerprint: '=CMD-2345',
    reason: 'lost',
  })
})

test('an entry that this version doesn’t know is there, with what is certain of it', async () => {
  const objects = JSON.parse(await fileOf(PAGES, 'json')) as unknown[]
  expect(objects[2]).toMatchObject({
    type: 'from the “future”',
    what: 'Something happened that this version can’t describe',
    by: 'support',
    receipt: 'ABCD-EFGH-JKLM',
  })
})

test('nothing at all is still a file that can be read', async () => {
  for (const pages of [[], [[]], [[], []]]) {
    expect(JSON.parse(await fileOf(pages, 'json'))).toEqual([])
    expect(readCsv(await fileOf(pages, 'csv'))).toHaveLength(1)
  }
})
