import { sql, TransactionRollbackError } from 'drizzle-orm'
import { appendEntries } from '@/lib/audit/log/chain'
import { keepCheckpoints, latestCheckpoint } from '@/lib/audit/integrity/checkpoints'
import { headOfLog } from '@/lib/audit/log/chain-position'
import { addMonths } from '@/lib/audit/log/months'
import { recordEvent } from '@/lib/audit/log/audit-log'
import { verifyAuditLog } from '@/lib/audit/integrity/verify-log'
import { database } from '@/lib/database/connection'
import { query } from './support/database'
import { DAY_MS, dropBefore, halfYearTest as test, signedIn } from './support/half-year'
import { expect } from './support/test'
import { about, findingsAfter } from './support/audit-log'

test('months that were kept long enough go, no younger one does, and the chain stays verifiable @G5 @I3', async ({
  own: _,
  months,
}) => {
  await recordEvent(signedIn, about(undefined))
  expect((await verifyAuditLog()).entries).toBe(20)
  const [, second, , fourth] = months
  if (!second || !fourth) throw new Error('months are missing')
  const near = (month: Date, more: number) => new Date(month.getTime() + more)
  expect(await dropBefore(near(second, -1_000))).toBe(0)
  expect(await dropBefore(near(second, 1_000))).toBe(3)
  // Each run that drops something says so in an entry.
  expect(await verifyAuditLog()).toMatchObject({ entries: 18, findings: [], from: { entries: 3 } })
  expect(await dropBefore(near(fourth, 1_000))).toBe(6)
  expect(await dropBefore(near(fourth, 1_000))).toBe(0)
  expect(await verifyAuditLog()).toMatchObject({ entries: 13, findings: [], from: { entries: 9 } })
  await recordEvent(signedIn, about(undefined))
  expect((await verifyAuditLog()).findings).toEqual([])
  expect(await query('SELECT entries::int FROM audit_cuts ORDER BY entries')).toEqual([
    { entries: 3 },
    { entries: 6 },
    { entries: 9 },
  ])
  // Without the last mark, with the first, or with a forged one, the gap is found.
  const missing = (entry: number) => ({ what: 'missing', entry, to: 9 })
  expect(await findingsAfter(['DELETE FROM audit_cuts WHERE entries = 9'])).toEqual([missing(7)])
  expect(await findingsAfter(['DELETE FROM audit_cuts'])).toEqual([missing(1)])
  const next = `SELECT hash FROM audit_entries WHERE id = 10`
  expect(
    await findingsAfter([
      `UPDATE audit_cuts SET entries = 10, hash = (${next}) WHERE entries = 9`,
      'DELETE FROM audit_entries WHERE id = 10',
    ]),
  ).toEqual([
    { what: 'cut', entry: 10 },
    { what: 'missing', entry: 7, to: 10 },
  ])
  expect(await findingsAfter([`DELETE FROM audit_entries WHERE id IN (10, 11)`])).toEqual([
    { what: 'missing', entry: 10, to: 11 },
  ])
})

test('a month that was tampered with is not dropped, and no mark is made for it @I3', async ({
  own,
  months: [, second],
}) => {
  if (!second) throw new Error('months are missing')
  for (const change of [
    `UPDATE audit_entries SET actor_role = 'system' WHERE id = 2`,
    'DELETE FROM audit_entries WHERE id = 2',
    'DELETE FROM audit_entries WHERE id = 1',
    `UPDATE audit_entries SET hash = repeat('0', 64) WHERE id = 3`,
  ])
    await own
      .transaction(async (tx) => {
        await tx.execute(sql`set local session_replication_role = replica`)
        await tx.execute(sql.raw(change))
        expect(await dropBefore(new Date(second.getTime() + 1_000), tx), change).toBe(0)
        expect(await tx.execute(sql`select from audit_cuts`)).toMatchObject({ rows: [] })
        tx.rollback()
      })
      .catch((error: unknown) => {
        if (!(error instanceof TransactionRollbackError)) throw error
      })
  expect(await dropBefore(new Date(second.getTime() + 1_000))).toBe(3)
})

test('recent entries in a part with an old name are not dropped', async ({ own, months }) => {
  await recordEvent(signedIn, about(undefined))
  const [old] = months
  if (!old) throw new Error('months are missing')
  const name = (month: Date) => `audit_entries_${month.toISOString().slice(0, 7).replace('-', '_')}`
  await query(`DROP TABLE ${name(old)}`)
  const [part] = await query(
    'SELECT tableoid::regclass::text AS part FROM audit_entries ORDER BY id DESC LIMIT 1',
  )
  await query(`ALTER TABLE ${String(part?.['part'])} RENAME TO ${name(old)}`)
  const { entries } = await headOfLog(own)
  expect(await dropBefore(new Date(Date.now() - 60 * DAY_MS))).toBe(0)
  expect(await query(`SELECT id::int FROM audit_entries WHERE id = ${entries}`)).toHaveLength(1)
})

test('there is room for this month and the next two, and it is made once', async ({ own: _ }) => {
  expect(await addMonths(new Date())).toBe(0)
  const later = new Date('2031-12-15T00:00:00Z')
  expect(await addMonths(later)).toBe(3)
  expect(await addMonths(later)).toBe(0)
  const parts = await query(
    `SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ '^audit_entries_203' ORDER BY 1`,
  )
  expect(parts.map(({ relname }) => relname)).toEqual([
    'audit_entries_2031_12',
    'audit_entries_2032_01',
    'audit_entries_2032_02',
  ])
  const refused = await query('TRUNCATE audit_entries_2032_01').catch(() => 'refused')
  expect(refused).toBe('refused')
})

test('checkpoints come when they are due: after five minutes, after 1,000 entries, never twice @I3', async ({
  own: _,
}) => {
  const start = new Date()
  const later = (seconds: number) => new Date(start.getTime() + seconds * 1_000)
  const seen = await keepCheckpoints(start, { entries: 0, refusedAt: null })
  const longest = seen.entries
  expect(await latestCheckpoint()).toMatchObject({ entries: longest })
  expect(await keepCheckpoints(later(600), seen)).toEqual({ entries: longest, refusedAt: null })
  await recordEvent(signedIn, about(undefined))
  await keepCheckpoints(later(299), seen)
  expect(await latestCheckpoint()).toMatchObject({ entries: longest })
  const none = { entries: 0, refusedAt: null }
  await Promise.all([keepCheckpoints(later(300), seen), keepCheckpoints(later(300), none)])
  expect(await latestCheckpoint()).toMatchObject({ entries: longest + 1 })
  const { actor, correlationId, at } = about(undefined)
  const facts = {
    ...signedIn,
    outcome: 'done',
    role: 'person',
    actor,
    correlationId,
    at,
  } as const
  const many = Array<typeof facts>(1_000).fill(facts)
  const entries = many.map((entry) => ({ ...entry, userId: null, deviceId: null }))
  await database().transaction((tx) => appendEntries(entries, tx))
  await keepCheckpoints(later(301), seen)
  expect(await latestCheckpoint()).toMatchObject({ entries: longest + 1_001 })
  expect((await verifyAuditLog()).findings).toEqual([])
})
