import { createClockMemory } from '@/lib/audit/integrity/check-clocks'
import {
  keepCheckpoints,
  latestCheckpoint,
  writeCheckpoint,
} from '@/lib/audit/integrity/checkpoints'
import { dropOldMonths } from '@/lib/audit/integrity/drop-months'
import {
  readRetentionRecord,
  resumeRetention,
  stopInForce,
} from '@/lib/audit/integrity/stop-retention'
import { verificationState } from '@/lib/audit/integrity/verification-runs'
import { recordEvent } from '@/lib/audit/log/audit-log'
import { headOfLog } from '@/lib/audit/log/chain-position'
import { verifyAuditLog } from '@/lib/audit/integrity/verify-log'
import { database } from '@/lib/database/connection'
import { purgeAuditLog } from '@/lib/privacy/purge-audit-log'
import { query } from '../integration/support/database'
import { about } from '../integration/support/audit-log'
import {
  DAY_MS,
  dropBefore,
  halfYearTest as test,
  signedIn,
} from '../integration/support/half-year'
import { expect } from '../integration/support/test'

// Somebody owns the database, or a clock, and wants entries gone. They have no key.

const MONTHS_14 = 14 * 30 * DAY_MS
const UNSIGNED = `repeat('0', 64)`

const asOwner = async (...statements: string[]) => {
  await query(
    `DO $$ BEGIN SET LOCAL session_replication_role = replica; ${statements.join('; ')}; END $$`,
  )
}

const write = async (count: number) => {
  for (let done = 0; done < count; done++) await recordEvent(signedIn, about(undefined))
}

/** Why nothing is dropped any more; null when nothing stops it. */
const stop = async () => {
  const record = await readRetentionRecord(database())
  return record === 'broken' ? record : (stopInForce(record)?.detail.why ?? null)
}

const nothingDropped = async () => {
  const verified = await verifyAuditLog()
  expect(verified.from.entries).toBe(0)
  expect(verified.findings).toEqual([])
}

const oldMonth = `CREATE TABLE audit_entries_2000_01 PARTITION OF audit_entries FOR VALUES FROM ('2000-01-01') TO ('2000-02-01')`
const copyTo2000 = (entry: number, id: number | string = 'id') =>
  `INSERT INTO audit_entries SELECT ${id}, '2000-01-15', at, type, outcome, correlation_id, actor, actor_role,
     user_id, device_id, version, detail, hash FROM audit_entries WHERE id = ${entry}`

test('a cut that somebody else wrote, with a month of an old name, is neither signed nor followed, and what was deleted is missing @I3', async ({
  own: _,
}) => {
  await write(20)
  const anchor = await headOfLog()
  const cut = anchor.entries - 3
  await asOwner(
    'ALTER TABLE audit_cuts DROP CONSTRAINT audit_cuts_pkey',
    `INSERT INTO audit_cuts SELECT id, hash, now(), ${UNSIGNED} FROM audit_entries WHERE id = ${cut}`,
    oldMonth,
    copyTo2000(cut),
  )
  expect(await purgeAuditLog(31, new Date())).toBe(0)
  expect(await query(`SELECT FROM audit_cuts WHERE signature <> ${UNSIGNED}`)).toEqual([])
  expect((await verifyAuditLog()).findings[0]).toEqual({ what: 'cut', entry: cut })
  expect(await stop()).toBe('cut')
  const page = await verificationState(
    { issuer: 'x', subject: 'uma', displayName: 'Uma', roles: ['auditor'], sessionHash: 'x' },
    new Date(),
  )
  expect(page).toMatchObject({ ok: true, value: { stop: { why: 'cut' } } })
  await asOwner(
    `DELETE FROM audit_entries WHERE id <= ${cut}`,
    `DELETE FROM audit_cuts WHERE signature = ${UNSIGNED}`,
  )
  const missing = { what: 'missing', entry: 1, to: cut }
  expect((await verifyAuditLog()).findings).toContainEqual(missing)
  expect((await verifyAuditLog(anchor)).findings).toContainEqual(missing)
})

test('with either clock, or both, 14 months ahead or behind nothing is dropped, and an operator must let it go on @G5 @I3', async ({
  own,
}) => {
  let stops = 0
  for (const ahead of [1, -1])
    for (const wrongClocks of [['portal'], ['database'], ['portal', 'database']]) {
      const right = new Date()
      const wrong = new Date(right.getTime() + ahead * MONTHS_14)
      const clocks = {
        portal: wrongClocks.includes('portal') ? wrong : right,
        database: wrongClocks.includes('database') ? wrong : right,
      }
      const drop = () => dropOldMonths(31, clocks, createClockMemory(), own)
      const which = `${wrongClocks.join()} ${ahead}`
      expect(await drop(), which).toBe(0)
      expect(await stop(), which).toMatch(/^clock/)
      // It is recorded once, however often it runs, and a clock that is right again doesn't resume it.
      expect(await drop(), which).toBe(0)
      expect(await dropBefore(new Date(Date.now() - 31 * DAY_MS)), which).toBe(0)
      stops += 1
      const recorded = `SELECT FROM audit_entries WHERE type = 'retention-stopped'`
      expect(await query(recorded), which).toHaveLength(stops)
      await nothingDropped()
      await resumeRetention(new Date())
      expect(await stop(), which).toBeNull()
    }
  expect(await dropBefore(new Date(Date.now() - 31 * DAY_MS))).toBeGreaterThanOrEqual(9)
  expect((await verifyAuditLog()).findings).toEqual([])
})

test('the portal’s clock 14 months ahead, as retention itself reads the other one: nothing is dropped @I3', async ({
  own: _,
}) => {
  expect(await purgeAuditLog(31, new Date(Date.now() + MONTHS_14))).toBe(0)
  await nothingDropped()
  expect(await stop()).toBe('clocks-differ')
})

test('entries of a portal whose clock was right are not dropped where the database’s clock was behind @I3', async ({
  own,
  months: [first],
}) => {
  if (!first) throw new Error('months are missing')
  // Their month is over by what the database said, but not by what the portal said.
  await asOwner(
    'DELETE FROM audit_entries WHERE id > 0',
    `UPDATE audit_head SET entries = 0, hash = '', recorded_at = '1970-01-01'`,
  )
  const { appendEntries } = await import('@/lib/audit/log/chain')
  const { actor, correlationId } = about(undefined)
  const facts = {
    ...signedIn,
    outcome: 'done',
    role: 'person',
    actor,
    correlationId,
    userId: null,
    deviceId: null,
  } as const
  await own.transaction((tx) =>
    appendEntries([{ ...facts, at: new Date(), recordedAt: first }], tx),
  )
  await resumeRetention(new Date())
  expect(await dropBefore(new Date(Date.now() - 31 * DAY_MS))).toBe(0)
  await nothingDropped()
})

test('a month of an old name keeps what lies in it: young entries, copies of old ones, and forged ones @I3', async ({
  own: _,
}) => {
  await write(3)
  const { entries } = await headOfLog()
  for (const content of [
    copyTo2000(entries),
    copyTo2000(3),
    copyTo2000(entries, 1),
    copyTo2000(1, -7),
  ]) {
    await asOwner('DROP TABLE IF EXISTS audit_entries_2000_01', oldMonth, content)
    expect(await dropBefore(new Date(Date.now() - 31 * DAY_MS)), content).toBe(0)
    expect(await stop(), content).toBe('entries')
    expect(await query('SELECT FROM audit_cuts')).toEqual([])
    expect(await query('SELECT FROM audit_entries_2000_01'), content).toHaveLength(1)
    await resumeRetention(new Date())
  }
})

test('an unsigned checkpoint counts for nothing, keeps no other from being signed, and stops retention @I3', async ({
  own: _,
}) => {
  await asOwner(`INSERT INTO audit_checkpoints VALUES (900000, ${UNSIGNED}, now(), ${UNSIGNED})`)
  expect(await latestCheckpoint()).toBeNull()
  const seen = await keepCheckpoints(new Date(), { entries: 0, refusedAt: null })
  expect(await latestCheckpoint()).toMatchObject({ entries: 20 })
  expect(seen.refusedAt).not.toBeNull()
  expect(await stop()).toBe('checkpoint')
  expect(await dropBefore(new Date())).toBe(0)
  expect((await verifyAuditLog()).findings).toEqual([{ what: 'checkpoint', entry: 900_000 }])
  // Also where retention comes first.
  await resumeRetention(new Date())
  expect(await dropBefore(new Date())).toBe(0)
  expect(await stop()).toBe('checkpoint')
})

const HEADS = {
  'set back': `UPDATE audit_head SET entries = 12, (hash, recorded_at) = (SELECT hash, recorded_at FROM audit_entries WHERE id = 12)`,
  'set back behind the last checkpoint': `UPDATE audit_head SET entries = 17, (hash, recorded_at) = (SELECT hash, recorded_at FROM audit_entries WHERE id = 16)`,
  'moved forward': 'UPDATE audit_head SET entries = entries + 5',
  'of another hash': `UPDATE audit_head SET hash = (SELECT hash FROM audit_entries WHERE id = 3)`,
}
for (const [what, change] of Object.entries(HEADS))
  test(`a head ${what} is not signed, nor is what was appended to it @I3`, async ({ own: _ }) => {
    const checkpoint = await writeCheckpoint(new Date())
    expect(checkpoint).toMatchObject({ entries: 19 })
    await write(3)
    await asOwner(change)
    expect(await writeCheckpoint(new Date())).toBeNull()
    await write(12)
    const seen = await keepCheckpoints(new Date(Date.now() + DAY_MS / 24), {
      entries: 0,
      refusedAt: null,
    })
    expect(await latestCheckpoint()).toMatchObject({ entries: 19, hash: checkpoint?.hash })
    expect(seen.refusedAt).not.toBeNull()
    expect(await stop()).not.toBeNull()
    expect(await dropBefore(new Date(Date.now() - 31 * DAY_MS))).toBe(0)
    expect(await query('SELECT FROM audit_cuts')).toEqual([])
    expect((await verifyAuditLog()).findings).not.toEqual([])
  })

test('a head of another time is not signed, and nothing is dropped by the times that follow it @I3', async ({
  own: _,
}) => {
  await asOwner(`UPDATE audit_head SET recorded_at = recorded_at + interval '14 months'`)
  expect(await writeCheckpoint(new Date())).toBeNull()
  expect(await latestCheckpoint()).toBeNull()
  expect(await stop()).toBe('entries')
  expect(await dropBefore(new Date(Date.now() - 31 * DAY_MS))).toBe(0)
  await nothingDropped()
})

test('a row between the last checkpoint and the end that is not as it was written is not signed @I3', async ({
  own: _,
}) => {
  await writeCheckpoint(new Date())
  await write(3)
  await asOwner(`UPDATE audit_entries SET actor_role = 'system' WHERE id = 21`)
  expect(await writeCheckpoint(new Date())).toBeNull()
  expect(await latestCheckpoint()).toMatchObject({ entries: 19 })
  expect(await stop()).toBe('entries')
})

test('an older state of the whole database is found by an anchor, and by the portal that has seen a longer chain @I3', async ({
  own: _,
}) => {
  await write(4)
  const anchor = await headOfLog()
  const seen = { entries: anchor.entries, refusedAt: null }
  await asOwner(
    `DELETE FROM audit_entries WHERE id > 19`,
    `UPDATE audit_head SET entries = 19, (hash, recorded_at) = (SELECT hash, recorded_at FROM audit_entries WHERE id = 19)`,
  )
  expect((await verifyAuditLog()).findings, 'nothing inside the database tells').toEqual([])
  expect((await verifyAuditLog(anchor)).findings).toEqual([
    { what: 'rolled-back', entry: 19, to: anchor.entries },
  ])
  const after = await keepCheckpoints(new Date(), seen)
  expect(after.refusedAt).not.toBeNull()
  expect(await latestCheckpoint()).toBeNull()
  expect(await stop()).toBe('entries')
  await write(5)
  expect((await verifyAuditLog(anchor)).findings).toEqual([
    { what: 'rewritten', entry: anchor.entries },
  ])
})

test('an anchor of an entry that was dropped proves nothing, and is a finding unless a newer one is compared @I3', async ({
  own: _,
  months: [, second],
}) => {
  if (!second) throw new Error('months are missing')
  const [row] = await query('SELECT hash FROM audit_entries WHERE id = 2')
  const old = { entries: 2, hash: String(row?.['hash']) }
  const newest = await headOfLog()
  expect(await dropBefore(new Date(second.getTime() + 1_000))).toBe(3)
  expect((await verifyAuditLog()).findings).toEqual([])
  expect((await verifyAuditLog(old)).findings).toEqual([{ what: 'anchor-too-old', entry: 2 }])
  expect((await verifyAuditLog([old, newest])).findings).toEqual([])
})
