import { sql, TransactionRollbackError } from 'drizzle-orm'
import { secondsAhead } from '@/lib/audit/log/chain-position'
import { recordEvent } from '@/lib/audit/log/audit-log'
import { verifyAuditLog } from '@/lib/audit/integrity/verify-log'
import { database } from '@/lib/database/connection'
import { EVENTS } from '../builders/events'
import { newUserId } from '../builders/rows'
import { inLanes } from '../fixtures/in-lanes'
import { query } from '../integration/support/database'
import { expect } from '../integration/support/test'
import { about, auditTest as test } from '../integration/support/audit-log'

const [FIRST] = EVENTS
if (!FIRST) throw new Error('there are no events')

/** Many times as many as there are connections. */
const AT_ONCE = 200

test(`${AT_ONCE} entries appended at once are one chain without gaps, each there once @I3`, async () => {
  test.setTimeout(120_000)
  const before = (await verifyAuditLog()).head.entries
  const issuer = newUserId()
  const contexts = Array.from({ length: AT_ONCE }, (_, index) =>
    about(newUserId(), { actor: { issuer, subject: `person ${index % 50}` } }),
  )
  await Promise.all(contexts.map((context) => recordEvent(FIRST, context)))
  const { findings, head } = await verifyAuditLog()
  expect(findings).toEqual([])
  expect(head.entries).toBe(before + AT_ONCE)
  const rows = await query(
    `SELECT count(DISTINCT correlation_id)::int AS n, max(id)::int AS last FROM audit_entries WHERE id > ${before}`,
  )
  expect(rows).toEqual([{ n: AT_ONCE, last: before + AT_ONCE }])
  const actors = await query(`SELECT subject FROM audit_actors WHERE issuer = '${issuer}'`)
  expect(actors).toHaveLength(50)
})

test('transactions that record and others that don’t are one chain, also when half of them are taken back @I3 @I4', async () => {
  const before = (await verifyAuditLog()).head.entries
  const places = Array.from({ length: 60 }, (_, index) => index)
  // No more at once than there are connections: those that wait too long for one would append nothing.
  await inLanes(places, 8, async (index) => {
    if (index % 3 === 0) return recordEvent(FIRST, about(newUserId()))
    await database()
      .transaction(async (tx) => {
        await recordEvent(FIRST, about(newUserId()), tx)
        await tx.transaction((nested) => recordEvent(FIRST, about(newUserId()), nested))
        if (index % 3 === 1) tx.rollback()
      })
      .catch(() => undefined)
  })
  const { findings, head } = await verifyAuditLog()
  expect(findings).toEqual([])
  expect(head.entries).toBe(before + 20 + 40)
})

test('the database’s clock counts, and never goes back @I1', async () => {
  const far = new Date('2099-01-01T00:00:00.000Z')
  await recordEvent(FIRST, about('AB', { at: far }))
  await recordEvent(FIRST, about('AB', { at: new Date(0) }))
  const rows = await query(
    `SELECT bool_and(recorded_at BETWEEN now() - interval '10 minutes' AND now()) AS is_now,
       bool_and(recorded_at >= previous) AS is_forward
     FROM (SELECT recorded_at, lag(recorded_at, 1, recorded_at) OVER (ORDER BY id) AS previous
       FROM audit_entries) AS entries`,
  )
  expect(rows).toEqual([{ is_now: true, is_forward: true }])
})

test('after a database’s clock that was ahead, entries have the time of the head until it is reached', async () => {
  const work = database().transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`)
    await tx.execute(sql`update audit_head set recorded_at = now() + interval '1 hour'`)
    expect(await secondsAhead(tx)).toBeGreaterThan(3_500)
    for (let count = 0; count < 2; count++) await recordEvent(FIRST, about('AB'), tx)
    const { rows } = (await tx.execute(sql`
      select bool_and(entry.recorded_at = head.recorded_at) as is_kept, bool_and(entry.recorded_at > now()) as is_ahead
      from audit_head as head join audit_entries as entry on entry.id > head.entries - 2`)) as unknown as {
      rows: unknown[]
    }
    expect(rows).toEqual([{ is_kept: true, is_ahead: true }])
    tx.rollback()
  })
  await expect(work).rejects.toThrow(TransactionRollbackError)
  expect(await secondsAhead()).toBe(0)
})
