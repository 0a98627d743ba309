import 'server-only'
import { and, asc, desc, eq, gt, lte, sql } from 'drizzle-orm'
import type { Database } from '../../database/connection'
import { auditCheckpoints, auditCuts, auditEntries } from '../../database/schema'
import { log } from '../../platform/log'
import { CHAIN_START, headOfLog, signPosition, type ChainPosition } from '../log/chain-position'
import { limitLockWait, partsOf, type Part } from '../log/months'
import { findClockProblem, type ClockMemory, type Clocks, type SignedTimes } from './check-clocks'
import { isGenuine, readPositions } from './signed-positions'
import {
  readRetentionRecord,
  recordRetention,
  stopInForce,
  stopRetention,
  type RetentionRecord,
} from './stop-retention'
import { verifyStretch, type StretchFault, type StretchRow } from './verify-stretch'

const DAY_MS = 86_400_000
/** The clock is signed this often, so that a process that starts knows what time it was. */
const SIGN_CLOCK_MS = DAY_MS / 2
const DEFAULT_PART = 'audit_entries_default'

/**
 * Drops the months that signed entries prove to be older than `keepDays`; gives how many entries went. Whatever is not as
 * it was written, or a clock that can't be right, stops this until an operator allows it again.
 */
export async function dropOldMonths(
  keepDays: number,
  clocks: Clocks,
  memory: ClockMemory,
  within: Database,
  monotonic = performance.now(),
): Promise<number> {
  const { portal: at, database: databaseAt } = clocks
  const head = await headOfLog(within)
  if (head.entries === 0) return 0
  const record = await readRetentionRecord(within)
  if (record === 'broken') return stopped(stopRetention('entries', at, within))
  const stop = stopInForce(record)
  if (stop) return stopped(stopRetention(stop.detail.why, at, within))
  const cuts = await readPositions('cut', 'all', within)
  if (cuts.forged.length > 0) return stopped(stopRetention('cut', at, within))
  const from = cuts.newest ?? CHAIN_START
  const signed = await signedTimes(from, record, new Date(Number(head.recordedAt)), within)
  const problem = signed && findClockProblem(clocks, signed, memory, monotonic)
  if (!signed) return stopped(stopRetention('entries', at, within))
  if (problem) return stopped(stopRetention(problem.why, at, within, problem.expectedAt))
  const limit = new Date(Math.min(at.getTime(), databaseAt.getTime()) - keepDays * DAY_MS)
  const dropped = await dropUntil(limit, at, within)
  const accepted = Math.max(
    Date.parse(record.checked?.detail.databaseAt ?? '') || 0,
    Date.parse(record.resumed?.detail.databaseAt ?? '') || 0,
  )
  if (dropped > 0 || databaseAt.getTime() - accepted >= SIGN_CLOCK_MS)
    await recordRetention(databaseAt, dropped, at, within)
  return dropped
}

async function stopped(told: Promise<void>): Promise<0> {
  await told
  return 0
}

/** What signed entries say of the time; null when the chain doesn't begin where it should. */
async function signedTimes(
  from: ChainPosition,
  { checked, resumed }: Exclude<RetentionRecord, 'broken'>,
  newest: Date,
  within: Database,
): Promise<SignedTimes | null> {
  const signed = [checked, resumed].flatMap((entry) => (entry ? [entry.detail.databaseAt] : []))
  if (signed.length > 0) {
    const accepted = new Date(Math.max(...signed.map((time) => Date.parse(time))))
    return { accepted, newest, resumed }
  }
  // A chain that has just begun: its first entry is the only time that was signed.
  const first = await verifyStretch(from, from.entries + 1, within)
  if (first === 'broken' || first === 'not-wanted') return null
  return { accepted: new Date(Number(first.recordedAt)), newest, resumed }
}

async function dropUntil(limit: Date, at: Date, within: Database): Promise<number> {
  let dropped = 0
  for (const part of await partsOf(within)) {
    if (part.ends > limit) break
    if (dropped === 0) {
      const { forged } = await readPositions('checkpoint', 'all', within)
      if (forged.length > 0) return stopped(stopRetention('checkpoint', at, within))
    }
    const gone = await dropMonth(part, limit, at, within)
    if (gone === 'not-wanted') break
    if (gone === 'broken') {
      log().error(
        { part: part.name },
        'a month of the audit log is not as it was written, and stays',
      )
      await stopRetention('entries', at, within)
      break
    }
    dropped += gone
  }
  return dropped
}

async function dropMonth(
  part: Part,
  limit: Date,
  at: Date,
  within: Database,
): Promise<number | StretchFault> {
  const { newest, forged } = await readPositions('cut', 'all', within)
  if (forged.length > 0) return 'broken'
  const from = newest ?? CHAIN_START
  const to = (await lastEntryOf(part, within)) ?? from
  if (to.entries < from.entries) return 'broken'
  const end = await verifyStretch(from, to.entries, within, (row) => faultOf(row, part, limit))
  if (end === 'broken' || end === 'not-wanted') return end
  if (await contradictsCheckpoint(from.entries, end.entries, within)) return 'broken'
  return within.transaction(async (tx) => {
    await limitLockWait(tx)
    await tx.execute(sql`lock table audit_entries in access exclusive mode`)
    // Another replica may have done it.
    const still = (await partsOf(tx)).find(({ name }) => name === part.name)
    if (!still) return 0
    const count = end.entries - from.entries
    // It may have become another one while it was verified.
    const isSame = still.oid === part.oid && (await countOf(part, tx)) === count
    const last = isSame ? ((await lastEntryOf(part, tx)) ?? from) : null
    if (last?.entries !== end.entries || (count > 0 && last.hash !== end.hash)) return 'broken'
    if (count > 0) {
      const cut = { entries: end.entries, hash: end.hash, at }
      await tx.insert(auditCuts).values({ ...cut, signature: signPosition('cut', cut) })
    }
    await tx.execute(sql`drop table ${sql.identifier(part.name)}`)
    return count
  })
}

/** Both times of an entry must be old: that of the database, and that of the portal that wrote it. */
function faultOf(row: StretchRow, part: Part, limit: Date): StretchFault | null {
  // Entries that had no month when they were written stay, and so does what follows them.
  if (row.part === DEFAULT_PART) return 'not-wanted'
  if (row.part !== part.name || Number(row.recordedAt) >= limit.getTime()) return 'broken'
  return Number(row.at) >= limit.getTime() ? 'not-wanted' : null
}

const liesIn = (part: Part) => sql`${auditEntries}.tableoid = ${part.name}::regclass`

async function lastEntryOf(part: Part, within: Database): Promise<ChainPosition | null> {
  const [last] = await within
    .select({ entries: auditEntries.id, hash: auditEntries.hash })
    .from(auditEntries)
    .where(liesIn(part))
    .orderBy(desc(auditEntries.id))
    .limit(1)
  return last ?? null
}

async function countOf(part: Part, within: Database): Promise<number> {
  const count = sql<number>`count(*)::int`
  const [row] = await within.select({ count }).from(auditEntries).where(liesIn(part))
  return row?.count ?? 0
}

/** Whether a checkpoint of these entries proves that one of them was another one. */
async function contradictsCheckpoint(
  after: number,
  to: number,
  within: Database,
): Promise<boolean> {
  const rows = await within
    .select({ checkpoint: auditCheckpoints, hash: auditEntries.hash })
    .from(auditCheckpoints)
    .innerJoin(auditEntries, eq(auditEntries.id, auditCheckpoints.entries))
    .where(and(gt(auditCheckpoints.entries, after), lte(auditCheckpoints.entries, to)))
    .orderBy(asc(auditCheckpoints.entries))
  return rows.some(
    ({ checkpoint, hash }) => !isGenuine('checkpoint', checkpoint) || checkpoint.hash !== hash,
  )
}
