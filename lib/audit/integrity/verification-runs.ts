import 'server-only'
import { and, desc, eq, lt } from 'drizzle-orm'
import { z, type ZodType } from 'zod'
import { findActor } from '../log/actors'
import { latestCheckpoint } from './checkpoints'
import { readRetentionRecord, stopInForce } from './stop-retention'
import type { StopReason } from '../events/auditor-events'
import { personsBehind } from '../reading/read-entries'
import { recordEvent } from '../log/audit-log'
import { ENTRY_FINDINGS, verifyAuditLog, type Finding, type Verification } from './verify-log'
import { PLACE_FINDINGS } from './verify-places'
import { database } from '../../database/connection'
import { unlessOutage } from '../../database/outage'
import { auditVerifications } from '../../database/schema'
import type { Actor } from '../../auth/authorization/actor'
import { can } from '../../auth/authorization/policy'
import { refuseAccess } from '../../auth/authorization/refuse-access'
import { randomId } from '../../platform/crypto'
import { log } from '../../platform/log'
import { fail, succeed, type Result } from '../../platform/result'
import { recordedAuditor, type AuditError } from '../reading/read-audit-log'

/** Few entries at a time: the embedded database works in the portal's own thread and must serve requests in between. */
const STEP = 200
const SIGN_OF_LIFE_MS = 5_000
/** A verification without a sign of life for this long is interrupted: its process has ended. */
const STALE_MS = 60_000

/** Times are ISO 8601, UTC. */
export type LastVerification =
  | { readonly status: 'running' | 'interrupted'; readonly startedAt: string }
  | {
      readonly status: 'done'
      readonly startedAt: string
      readonly tookMs: number
      readonly entries: number
      /** How many entries before those were dropped because their time was over. */
      readonly dropped: number
      readonly findings: readonly Finding[]
      /** The auditor who asked for it; null once they were erased. */
      readonly by: { readonly name: string | null } | null
    }

export type VerificationState = {
  /** Newest first: the last one, and the last that was finished. Empty before the first. */
  readonly verifications: readonly LastVerification[]
  readonly checkpoint: { readonly entries: number; readonly at: string } | null
  /** Why no month is dropped any more; null when nothing stops that. */
  readonly stop: { readonly why: StopReason; readonly at: string } | null
}

const place = z.number().int()
const finding = z.union([
  z.object({
    what: z.enum([...ENTRY_FINDINGS, ...PLACE_FINDINGS]),
    entry: place,
  }),
  z.object({ what: z.enum(['missing', 'rolled-back']), entry: place, to: place }),
  z.object({ what: z.literal('actor-unknown'), entry: place, actor: z.string() }),
  z.object({ what: z.literal('actor-altered'), actor: z.string() }),
]) satisfies ZodType<Finding>
const findings = z.array(finding)

/** Starts a verification in the background, unless one is running in any replica; `ended` resolves at its end. */
export async function startVerification(
  actor: Actor,
  clock: () => Date,
): Promise<Result<{ readonly ended: Promise<void> }, AuditError>> {
  if (!can(actor, 'trail:verify:any', null)) return refuseAccess(actor, 'trail:verify:any', clock())
  const number = await unlessOutage(() => insertRun(actor, clock()), null)
  if (number === null) return fail({ code: 'records-down' })
  return succeed({
    ended: number === '' ? Promise.resolve() : runVerification(number, actor, clock),
  })
}

/** The number of the verification that this call started. Empty when another one is running. */
async function insertRun(actor: Actor, at: Date): Promise<string> {
  const [number, known] = [randomId(), await findActor(actor, database())]
  return database().transaction(async (tx) => {
    const isStale = lt(auditVerifications.seenAt, new Date(at.getTime() - STALE_MS))
    await tx
      .update(auditVerifications)
      .set({ status: 'interrupted' })
      .where(and(eq(auditVerifications.status, 'running'), isStale))
    const begun = await tx
      .insert(auditVerifications)
      .values({ number, status: 'running', actor: known?.actor ?? null, startedAt: at, seenAt: at })
      .onConflictDoNothing()
      .returning({ number: auditVerifications.number })
    return begun[0]?.number ?? ''
  })
}

async function runVerification(number: string, actor: Actor, clock: () => Date): Promise<void> {
  const isThis = and(
    eq(auditVerifications.number, number),
    eq(auditVerifications.status, 'running'),
  )
  const set = async (values: Partial<typeof auditVerifications.$inferInsert>) => {
    await database().update(auditVerifications).set(values).where(isThis)
  }
  const signs = setInterval(
    () => void set({ seenAt: clock() }).catch(() => undefined),
    SIGN_OF_LIFE_MS,
  )
  signs.unref()
  const startedAt = performance.now()
  try {
    const verified = await verifyAuditLog(null, STEP)
    await finish(number, actor, verified, Math.round(performance.now() - startedAt), clock())
  } catch (err) {
    log().error({ err }, 'the audit log could not be verified')
    // If this can't be written either, it becomes stale.
    await set({ status: 'interrupted' }).catch(() => undefined)
  } finally {
    clearInterval(signs)
  }
}

async function finish(
  number: string,
  actor: Actor,
  { entries, from, findings }: Verification,
  tookMs: number,
  at: Date,
): Promise<void> {
  await database().transaction(async (tx) => {
    await tx
      .update(auditVerifications)
      .set({ status: 'done', tookMs, entries, dropped: from.entries, findings, seenAt: at })
      .where(eq(auditVerifications.number, number))
    const detail = { entries, findings: findings.length }
    const context = { actor: recordedAuditor(actor), correlationId: number, at }
    await recordEvent({ type: 'trail-verified', version: 1, detail }, context, tx)
  })
  if (findings.length > 0)
    log().error({ entries, findings }, 'the audit log is not as it was written')
}

/** The last verifications of the chain, and its last checkpoint. */
export async function verificationState(
  actor: Actor,
  at: Date,
): Promise<Result<VerificationState, AuditError>> {
  if (!can(actor, 'trail:read:any', null)) return refuseAccess(actor, 'trail:read:any', at)
  const state = await unlessOutage(() => readState(at), null)
  return state === null ? fail({ code: 'records-down' }) : succeed(state)
}

async function readState(at: Date): Promise<VerificationState> {
  const newest = desc(auditVerifications.startedAt)
  const [last] = await database().select().from(auditVerifications).orderBy(newest).limit(1)
  const isDone = eq(auditVerifications.status, 'done')
  const [done] =
    last === undefined || last.status === 'done'
      ? []
      : await database().select().from(auditVerifications).where(isDone).orderBy(newest).limit(1)
  const rows = [last, done].filter((row) => row !== undefined)
  const persons = await personsBehind(rows.flatMap((row) => row.actor ?? []))
  const checkpoint = await latestCheckpoint()
  const record = await readRetentionRecord(database())
  const stop = record === 'broken' ? null : stopInForce(record)
  return {
    verifications: rows.map((row) => {
      const person = row.actor === null ? undefined : persons.get(row.actor)
      return verificationOf(row, person ? { name: person.displayName } : null, at)
    }),
    checkpoint: checkpoint && {
      entries: checkpoint.entries,
      at: checkpoint.at.toISOString(),
    },
    stop:
      record === 'broken'
        ? { why: 'entries', at: at.toISOString() }
        : stop && { why: stop.detail.why, at: stop.recordedAt.toISOString() },
  }
}

function verificationOf(
  row: typeof auditVerifications.$inferSelect,
  by: { readonly name: string | null } | null,
  at: Date,
): LastVerification {
  const startedAt = row.startedAt.toISOString()
  const { status, tookMs, entries, dropped } = row
  if (status !== 'done' || tookMs === null || entries === null || dropped === null) {
    const isStale = at.getTime() - row.seenAt.getTime() > STALE_MS
    return { status: status === 'running' && !isStale ? 'running' : 'interrupted', startedAt }
  }
  return { status, startedAt, tookMs, entries, dropped, findings: findings.parse(row.findings), by }
}
