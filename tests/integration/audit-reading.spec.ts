import { randomUUID } from 'node:crypto'
import { erasePerson } from '@/lib/privacy/erase-person'
import { exportEntries } from '@/lib/audit/export/export-entries'
import {
  findEntries,
  personEntries,
  type EntryFilter,
  type ListedEntry,
} from '@/lib/audit/reading/read-entries'
import { recordEvent } from '@/lib/audit/log/audit-log'
import { verifyAuditLog } from '@/lib/audit/integrity/verify-log'
import { readCsv, written } from '../builders/csv'
import { EVENTS } from '../builders/events'
import { newUserId } from '../builders/rows'
import { query } from './support/database'
import { expect } from './support/test'
import { about, auditTest as test } from './support/audit-log'

const ISSUER = 'https://issuer.example'
const anyone = () => ({ issuer: ISSUER, subject: randomUUID() })
const renamed = { type: 'device-renamed', version: 1, detail: { named: true } } as const
const signedIn = { type: 'signed-in', version: 1, detail: {} } as const
const withdrawn = { type: 'roles-withdrawn', version: 1, detail: { signIns: 1 } } as const
const ids = (entries: readonly { readonly id: number }[]) => entries.map(({ id }) => id)

/** All pages of a filter, one after the other; `between` happens after each. */
async function allPages(
  filter: EntryFilter,
  limit: number,
  between: () => Promise<void> = () => Promise.resolve(),
): Promise<ListedEntry[]> {
  const found: ListedEntry[] = []
  for (let cursor: number | null = null; ;) {
    const page = await findEntries(filter, cursor, limit)
    expect(page.entries.length).toBeLessThanOrEqual(limit)
    found.push(...page.entries)
    if (page.next === null) return found
    cursor = page.next
    await between()
  }
}

async function textOf(filter: EntryFilter, format: 'csv' | 'jsonl'): Promise<string> {
  const parts: string[] = []
  for await (const part of exportEntries(filter, format)) parts.push(part)
  return parts.join('')
}

test('each filter lets through what it names and nothing else', async () => {
  const [actor, other, userId] = [anyone(), anyone(), newUserId()]
  const deviceId = randomUUID()
  for (const event of EVENTS) await recordEvent(event, about(userId, { actor }))
  await recordEvent(renamed, about(userId, { actor: other, deviceId }))
  await recordEvent(signedIn, about(undefined, { actor: other }))
  const count = EVENTS.length
  expect(await allPages({ actor }, 7)).toHaveLength(count)
  expect(await allPages({ userId }, 7)).toHaveLength(count + 1)
  expect(await allPages({ deviceId }, 7)).toHaveLength(1)
  expect(await allPages({ actor: other, userId }, 7)).toHaveLength(1)
  expect(await allPages({ actor: { ...actor, issuer: 'x' } }, 7)).toEqual([])
  expect(await allPages({ actor: anyone() }, 7)).toEqual([])
  expect(await allPages({ userId, types: [] }, 7)).toEqual([])
  const types = ['removal-refused', 'signed-out', 'not invented yet']
  const some = await allPages({ userId, types }, 2)
  expect(some.map(({ type }) => type).toSorted()).toEqual(
    [...Array<string>(3).fill('removal-refused'), 'signed-out'].toSorted(),
  )
  expect(ids(some)).toEqual(ids(some).toSorted((a, b) => b - a))
  const refused = await allPages({ userId, outcome: 'refused' }, 2)
  expect(new Set(refused.map(({ type }) => type))).toEqual(
    new Set([
      'access-refused',
      'removal-refused',
      'activation-refused',
      'removal-finished',
      'approval-decided',
      'person-looked-up',
      'sign-in-refused',
      'limit-reached',
    ]),
  )
  for (const evil of [`' OR true --`, '%', '\u{1F4F1}'])
    expect(await allPages({ userId: evil }, 7)).toEqual([])
})

test('a time begins with its first moment and ends before its last', async () => {
  const userId = newUserId()
  for (let count = 0; count < 5; count++) {
    await recordEvent(renamed, about(userId))
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const all = await allPages({ userId }, 2)
  const [, second, , fourth] = all.toReversed()
  if (!second || !fourth) throw new Error('entries are missing')
  const between = { userId, from: second.recordedAt, to: fourth.recordedAt }
  expect(ids(await allPages(between, 1))).toEqual(ids(all.slice(2, 4)))
  expect(await allPages({ userId, from: new Date(Date.now() + 60_000) }, 2)).toEqual([])
  expect(await allPages({ userId, to: new Date(0) }, 2)).toEqual([])
  expect(await allPages({ userId, from: new Date(0) }, 2)).toHaveLength(5)
})

test('pages neither repeat nor leave out an entry while others are written', async () => {
  const userId = newUserId()
  for (let count = 0; count < 11; count++) await recordEvent(renamed, about(userId))
  const before = ids(await allPages({ userId }, 100))
  for (const filter of [{ userId }, { userId, types: ['device-renamed', 'signed-in'] }]) {
    const write = () => recordEvent(renamed, about(userId))
    const found = await allPages(filter, 3, write)
    expect(ids(found).slice(-11)).toEqual(before)
    expect(new Set(ids(found)).size).toBe(found.length)
  }
})

test('a person sees what they did, what was done about their devices, and by whom only as what @C2 @C3', async () => {
  const [self, agent, stranger] = [anyone(), anyone(), anyone()]
  const [userId, othersId] = [newUserId(), newUserId()]
  const subject = { ...self, userIds: [userId] }
  await recordEvent(signedIn, about(undefined, { actor: self }))
  await recordEvent(renamed, about(userId, { actor: self }))
  await recordEvent(renamed, about(userId, { actor: { ...agent, role: 'support' } }))
  await recordEvent(renamed, about(othersId, { actor: self }))
  await recordEvent(signedIn, about(undefined, { actor: { ...self, role: 'support' } }))
  await recordEvent(withdrawn, about(undefined, { actor: { ...self, role: 'system' } }))
  await recordEvent(renamed, about(othersId, { actor: stranger }))
  await recordEvent(signedIn, about(undefined, { actor: stranger }))
  const { entries, next } = await personEntries(subject, null, 10)
  expect(entries.map(({ type, by }) => [type, by])).toEqual([
    ['roles-withdrawn', 'system'],
    ['device-renamed', 'support'],
    ['device-renamed', 'self'],
    ['signed-in', 'self'],
  ])
  expect(next).toBeNull()
  for (const secret of [agent.subject, stranger.subject, othersId])
    expect(JSON.stringify(entries)).not.toContain(secret)
  const first = await personEntries(subject, null, 2)
  const second = await personEntries(subject, first.next, 3)
  expect(ids([...first.entries, ...second.entries])).toEqual(ids(entries))
  expect((await personEntries({ ...anyone(), userIds: [] }, null, 10)).entries).toEqual([])
})

test('an export has every entry once, and a value that a spreadsheet would run is text @D10', async () => {
  const userId = newUserId()
  const evil = [
    '=HYPERLINK("http://evil.example")',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    ' =1',
    '＝1',
    'a\r\nb,"c"\n<script>alert(1)</script>',
    '203.0.113.9, 10.0.0.1\r\nSet-Cookie: x',
    "x;=cmd|' /C calc'!A0",
    'x|+1;-1\t@A1',
    'x; "=1"\n＝1',
  ]
  for (const displayName of evil)
    await recordEvent(renamed, about(userId, { actor: { ...anyone(), displayName } }))
  for (let count = 0; count < 15; count++) await recordEvent(renamed, about(userId))
  const csv = await textOf({ userId }, 'csv')
  const rows = readCsv(csv)
  const names = rows
    .map((row) => row[9])
    .toReversed()
    .slice(0, evil.length)
  expect(names.map(written)).toEqual(evil)
  for (const name of names) expect(name).not.toMatch(/(^|[;|\t\r\n])[\s"]*[=+\-@＝]/)
  expect(rows).toHaveLength(evil.length + 16)
  expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([16]))
  for (const cell of rows.slice(1).flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/)
  const lines = (await textOf({ userId }, 'jsonl')).split('\n')
  expect(lines.pop()).toBe('')
  const objects = lines.map((line) => JSON.parse(line) as { id: number; displayName: string })
  expect(ids(objects)).toEqual(ids(await allPages({ userId }, 100)))
  expect(
    objects
      .map(({ displayName }) => displayName)
      .toReversed()
      .slice(0, evil.length),
  ).toEqual(evil)
})

test('a person who is erased is known nowhere, their entries stay, and the chain is intact @G5', async () => {
  const [self, admin, userId] = [anyone(), anyone(), newUserId()]
  const context = { actor: admin, correlationId: randomUUID(), at: new Date() }
  await recordEvent(signedIn, about(undefined, { actor: { ...self, displayName: 'Erasmus Gone' } }))
  await recordEvent(renamed, about(userId, { actor: self }))
  await query(
    `INSERT INTO people (issuer, subject, display_name, addresses, seen_at, seal) VALUES ('${self.issuer}', '${self.subject}', 'Erasmus Gone', '["e@example.org"]', now(), '')`,
  )
  const { issuer, subject } = self
  await query(
    `INSERT INTO preparations VALUES ('${randomUUID()}', '${issuer}', '${subject}', 'AB', 'backup', now(), now(), '')`,
  )
  await query(`INSERT INTO support_views VALUES ('${issuer}', '${subject}', 'AB', now(), '')`)
  expect(await erasePerson(anyone(), context)).toBe(false)
  expect(await erasePerson(self, context)).toBe(true)
  expect(await erasePerson(self, context)).toBe(false)
  const { findings } = await verifyAuditLog()
  expect(findings).toEqual([])
  const tables = ['audit_entries', 'audit_actors', 'people', 'sessions', 'support_views']
  for (const table of [...tables, 'preparations']) {
    const rows = await query(`SELECT t::text AS row FROM ${table} t`)
    const text = rows.map(({ row }) => String(row)).join('\n')
    for (const trace of [self.subject, 'Erasmus', 'e@example.org'])
      expect(text, table).not.toContain(trace)
  }
  const [entry] = await allPages({ userId }, 5)
  expect(entry?.actor.person).toBeNull()
  expect(await allPages({ actor: self }, 5)).toEqual([])
  // Who comes back is not tied to what they did before.
  await recordEvent(signedIn, about(undefined, { actor: self }))
  expect(await allPages({ actor: self }, 5)).toHaveLength(1)
  expect((await verifyAuditLog()).findings).toEqual([])
})
