import 'server-only'
import { desc, eq } from 'drizzle-orm'
import { database, type Database } from '../../database/connection'
import { auditEntries } from '../../database/schema'
import { randomId } from '../../platform/crypto'
import { log } from '../../platform/log'
import { auditEvent, type AuditEvent } from '../events/events'
import type { StopReason } from '../events/auditor-events'
import { recordEvent } from '../log/audit-log'
import { chainedColumns, entryHash } from '../log/chain'
import { CHAIN_START, databaseTime, headOfLog } from '../log/chain-position'
import { readPositions } from './signed-positions'

// Whether months may be dropped is said by entries of the audit log itself, because those are signed: the newest
// `retention-stopped` counts until a `retention-resumed` follows.

const KEEPER = { issuer: 'recognize-portal', subject: 'trail-keeper', role: 'system' } as const

type DetailOf<Type> = Extract<AuditEvent, { type: Type }>['detail']
type RetentionDetails = {
  'retention-checked': DetailOf<'retention-checked'>
  'retention-stopped': DetailOf<'retention-stopped'>
  'retention-resumed': DetailOf<'retention-resumed'>
}
type RetentionType = keyof RetentionDetails
type RetentionEntry<Type extends RetentionType> = {
  readonly id: number
  readonly recordedAt: Date
  readonly detail: RetentionDetails[Type]
}

/** The newest entry of each kind about retention; `broken` when one of them is not as it was written. */
export type RetentionRecord =
  | 'broken'
  | {
      readonly checked: RetentionEntry<'retention-checked'> | null
      readonly stopped: RetentionEntry<'retention-stopped'> | null
      readonly resumed: RetentionEntry<'retention-resumed'> | null
    }

/** Reads what was recorded about retention. Each entry is verified by its hash and the one before it. */
export async function readRetentionRecord(within: Database): Promise<RetentionRecord> {
  const checked = await newestEntry('retention-checked', within)
  const stopped = await newestEntry('retention-stopped', within)
  const resumed = await newestEntry('retention-resumed', within)
  return checked === 'broken' || stopped === 'broken' || resumed === 'broken'
    ? 'broken'
    : { checked, stopped, resumed }
}

/** The stop that is in force. Null: months may be dropped. */
export function stopInForce(
  record: Exclude<RetentionRecord, 'broken'>,
): RetentionEntry<'retention-stopped'> | null {
  const { stopped, resumed } = record
  return stopped !== null && stopped.id > (resumed?.id ?? 0) ? stopped : null
}

async function newestEntry<Type extends RetentionType>(
  type: Type,
  within: Database,
): Promise<RetentionEntry<Type> | null | 'broken'> {
  const [row] = await within
    .select(chainedColumns)
    .from(auditEntries)
    .where(eq(auditEntries.type, type))
    .orderBy(desc(auditEntries.id))
    .limit(1)
  if (!row) return null
  const id = Number(row.id)
  const { entries } = await headOfLog(within)
  const previous = await hashBefore(id, within)
  if (id > entries || previous === null || entryHash(previous, row) !== row.hash) return 'broken'
  const event = auditEvent.safeParse({
    type,
    version: Number(row.version),
    detail: JSON.parse(row.detail) as unknown,
  })
  if (!event.success) return 'broken'
  // Its type is the one that was asked for.
  const detail = event.data.detail as RetentionDetails[Type]
  return { id, recordedAt: new Date(Number(row.recordedAt)), detail }
}

async function hashBefore(id: number, within: Database): Promise<string | null> {
  if (id === 1) return CHAIN_START.hash
  const isBefore = eq(auditEntries.id, id - 1)
  const [row] = await within.select({ hash: auditEntries.hash }).from(auditEntries).where(isBefore)
  if (row) return row.hash
  const { newest } = await readPositions('cut', 'newest', within)
  return newest?.entries === id - 1 ? newest.hash : null
}

/**
 * From here on no month is dropped until an operator says so. It is told in the log each time, and recorded once: the
 * auditor's page shows it from there.
 */
export async function stopRetention(
  why: StopReason,
  at: Date,
  within: Database = database(),
  expectedAt: Date | null = null,
): Promise<void> {
  const databaseAt = await databaseTime(within)
  log().error(
    { why, databaseAt, ...(expectedAt && { expectedAt }) },
    'no month of the audit log is dropped until an operator allows it: see npm run audit:verify',
  )
  // Where one of the two is broken, it says nothing.
  const believed = (entry: { id: number } | null | 'broken') =>
    entry === null || entry === 'broken' ? 0 : entry.id
  const stopped = believed(await newestEntry('retention-stopped', within))
  if (stopped > believed(await newestEntry('retention-resumed', within))) return
  const detail = {
    why,
    databaseAt: databaseAt.toISOString(),
    expectedAt: expectedAt?.toISOString() ?? null,
  }
  await recordEvent(
    { type: 'retention-stopped', version: 1, detail },
    { actor: KEEPER, correlationId: randomId(), at },
    within,
  )
}

/** Records that the clocks are right, and how many entries went. */
export async function recordRetention(
  databaseAt: Date,
  dropped: number,
  at: Date,
  within: Database,
): Promise<void> {
  await recordEvent(
    {
      type: 'retention-checked',
      version: 1,
      detail: { databaseAt: databaseAt.toISOString(), dropped },
    },
    { actor: KEEPER, correlationId: randomId(), at },
    within,
  )
}

/** Lets retention go on, for an operator who has seen the chain intact and the database's clock right. */
export async function resumeRetention(at: Date, within: Database = database()): Promise<Date> {
  const databaseAt = await databaseTime(within)
  await recordEvent(
    { type: 'retention-resumed', version: 1, detail: { databaseAt: databaseAt.toISOString() } },
    { actor: KEEPER, correlationId: randomId(), at },
    within,
  )
  return databaseAt
}
