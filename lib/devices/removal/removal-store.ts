import 'server-only'
import type { PendingRemoval } from '../receipts/pending-removals'
import { and, eq, ne, or, sql } from 'drizzle-orm'
import type { AuditEvent, RemovalOutcome } from '../../audit/events/events'
import {
  entriesOf,
  recordEvent,
  type AuditEntry,
  type EntryContext,
} from '../../audit/log/audit-log'
import type { Account } from '../../auth/authorization/actor'
import { hasSessionEnded, sessionHasRole } from '../../auth/sessions/assert-session-active'
import { database, type Database } from '../../database/connection'
import { pendingRemovals } from '../../database/schema'
import { believedRows, isAsked, sealRow, updateSealed } from '../../database/sealed-rows'
import type { Safeguard } from '../model/safeguards'
import { notifyOfSupportRemoval, notifyOfUnrecognisedRemoved } from './notify-removal'
import { purgeDevice } from './purge-device'
import { isGone, isOver } from '../receipts/receipt-state'
import { removalAuditContext, type RemovalCommand, type RemovalFacts } from './removal-command'

// Every step of a removal changes two things in one transaction: the remaining work, and the audit log. A step changes
// nothing when another process took it first. So each step happens once, with any number of replicas.
//
// The audit log calls a scheduled removal `removal-held`. Exported files and older entries have that name, so it stays.

type AskedBy = NonNullable<RemovalCommand['askedBy']>

/** Records what happened to a removal, in the name of who asked for it. */
async function recordRemoval(
  event: AuditEvent,
  removal: RemovalFacts,
  at: Date,
  tx?: Database,
): Promise<void> {
  await recordEvent(event, removalAuditContext(removal, at), tx)
}

/** In milliseconds, longer than DELETE and look take. A started removal without an outcome is looked at again: its process may have died. */
const BEGUN_LOOK_MS = 25_000
/** An outcome that isn't certain is looked for again after this. */
const FIRST_LOOK_MS = 1_000

const newRow = ({ device: _device, askedBy: _askedBy, ...facts }: RemovalCommand, at: Date) => ({
  ...facts,
  accepted: null,
  askedAt: at,
  tries: 0,
})

const isScheduled = eq(pendingRemovals.state, 'scheduled')

/** Started; or open without an accepted DELETE, when the service has accepted it now. */
function isLessCertainThan(accepted: boolean) {
  const isBegun = eq(pendingRemovals.state, 'begun')
  const isUnaccepted = and(eq(pendingRemovals.state, 'open'), eq(pendingRemovals.accepted, false))
  return accepted ? or(isBegun, isUnaccepted) : isBegun
}

/**
 * Whether the requester is still signed in, and an agent still has the role. It is read in the transaction that writes the
 * intent, so that neither can end in between.
 */
async function isStillAllowed(
  { session, support }: AskedBy,
  at: Date,
  tx: Database,
): Promise<boolean> {
  return support === null
    ? !(await hasSessionEnded(session, at, tx))
    : await sessionHasRole(session, 'support', at, tx)
}

const WAITING_TRIES_MS = 5_000

/**
 * When a removal that waits for the service is tried next after `at`. All of them are tried at the same times, so that those
 * of one person are carried out in the order in which they were asked for.
 */
export function nextWaitingTry(at: Date): Date {
  return new Date((Math.floor(at.getTime() / WAITING_TRIES_MS) + 1) * WAITING_TRIES_MS)
}

/** Schedules a removal for `until`. False, and nothing is done, when the requester’s session or role has ended. */
export async function scheduleRemoval(
  command: RemovalCommand,
  until: Date,
  at: Date,
  within: Database = database(),
): Promise<boolean> {
  const { reason, device, cleanUp, waitsForService, askedBy } = command
  return within.transaction(async (tx) => {
    if (askedBy === null || !(await isStillAllowed(askedBy, at, tx))) return false
    const overtaken = waitsForService ? await takeScheduled(command, tx) : []
    const dueAt = waitsForService ? nextWaitingTry(until) : until
    const row = { ...newRow(command, at), state: 'scheduled', dueAt } as const
    await tx.insert(pendingRemovals).values(sealRow(pendingRemovals, row))
    await notifyAndRecordSupportRemoval(command, until, at, tx)
    await recordOvertaken(overtaken, command, at, tx)
    const detail = { reason, device, until: until.toISOString(), cleanUp, waitsForService }
    await recordRemoval({ type: 'removal-held', version: 1, detail }, command, at, tx)
    return true
  })
}

/**
 * Writes the intent of a removal that starts now. False, and nothing is written, when the requester's session or role has
 * ended, or when a scheduled removal was undone or taken by another process.
 */
export async function beginRemoval(command: RemovalCommand, at: Date): Promise<boolean> {
  const { reason, device, askedBy } = command
  return database().transaction(async (tx) => {
    const isBegun =
      askedBy === null
        ? await beginScheduled(command, at, tx)
        : (await isStillAllowed(askedBy, at, tx)) && (await beginAsked(command, at, tx))
    if (!isBegun) return false
    const detail = { reason, device }
    await recordRemoval({ type: 'removal-intended', version: 1, detail }, command, at, tx)
    return true
  })
}

/** A removal that was just asked for overtakes one of the same device that is scheduled. */
async function beginAsked(command: RemovalCommand, at: Date, tx: Database): Promise<true> {
  const overtaken = await takeScheduled(command, tx)
  const row = { ...newRow(command, at), ...begun(at) }
  await tx.insert(pendingRemovals).values(sealRow(pendingRemovals, row))
  await notifyAndRecordSupportRemoval(command, null, at, tx)
  await recordOvertaken(overtaken, command, at, tx)
  return true
}

/** Takes out the scheduled removals of the same device, and gives them. */
async function takeScheduled(
  { userId, deviceId }: RemovalCommand,
  tx: Database,
): Promise<PendingRemoval[]> {
  const isOfDevice = and(eq(pendingRemovals.userId, userId), eq(pendingRemovals.deviceId, deviceId))
  const taken = await tx.delete(pendingRemovals).where(and(isOfDevice, isScheduled)).returning()
  return believedRows(pendingRemovals, taken, { userId, deviceId })
}

async function recordOvertaken(
  overtaken: readonly PendingRemoval[],
  command: RemovalCommand,
  at: Date,
  tx: Database,
): Promise<void> {
  const { actor } = removalAuditContext(command, at)
  for (const removal of overtaken) await recordCancelled(removal, 'overtaken', actor, at, tx)
}

async function beginScheduled(command: RemovalCommand, at: Date, tx: Database): Promise<boolean> {
  const { receipt, userId, wasOnly, wasActive } = command
  // The outcome is looked for from now on, not from before the wait.
  const change = { ...begun(at), askedAt: at, wasOnly, wasActive, tries: 0 }
  const taken = await updateSealed(pendingRemovals, change, { receipt }, tx, isScheduled)
  if (taken.length === 0) return false
  // A row that was put back with its old seal has a history: it was begun, or it ended.
  const entries = await entriesOf([receipt], [userId], tx)
  return entries.some(({ type }) => type === 'removal-held') && !entries.some(isPastWaiting)
}

/** Whether an entry says that a removal doesn't wait any more. */
function isPastWaiting({ type }: AuditEntry): boolean {
  return (
    type === 'removal-intended' ||
    type === 'removal-finished' ||
    type === 'removal-cancelled' ||
    type === 'removal-abandoned' ||
    type === 'removal-refused'
  )
}

const begun = (at: Date) =>
  ({ state: 'begun', dueAt: new Date(at.getTime() + BEGUN_LOOK_MS) }) as const

/** For a removal by support: notifies the person and records who ordered it. */
async function notifyAndRecordSupportRemoval(
  command: RemovalCommand,
  until: Date | null,
  at: Date,
  tx: Database,
): Promise<void> {
  const support = command.askedBy?.support ?? null
  if (support === null) return
  await notifyOfSupportRemoval(command, until, at, tx)
  const { ticket, callerCheck, approval } = support
  const detail = { reason: command.reason, ticket, callerCheck, approval }
  await recordRemoval({ type: 'removal-by-support', version: 1, detail }, command, at, tx)
}

/** Writes the outcome of a started removal; false when it is settled already. An uncertain one stays open. */
export async function settleRemoval(
  removal: RemovalFacts,
  outcome: RemovalOutcome,
  accepted: boolean,
  at: Date,
): Promise<boolean> {
  const asked = { receipt: removal.receipt }
  return database().transaction(async (tx) => {
    const dueAt = new Date(at.getTime() + FIRST_LOOK_MS)
    const isStarted = and(isAsked(pendingRemovals, asked), ne(pendingRemovals.state, 'scheduled'))
    const open = { state: 'open', accepted, dueAt, tries: 0 } as const
    const [settled] = isOver(outcome)
      ? believedRows(
          pendingRemovals,
          await tx.delete(pendingRemovals).where(isStarted).returning(),
          asked,
        )
      : await updateSealed(pendingRemovals, open, asked, tx, isLessCertainThan(accepted))
    if (!settled) return false
    await recordFinished(removal, outcome, at, tx)
    if (isGone(outcome)) await notifyOfUnrecognisedRemoved(settled, at, tx)
    return true
  })
}

/** Ends a scheduled removal that has nothing left to do: its device is gone already. */
export async function settleScheduled(removal: PendingRemoval, at: Date): Promise<void> {
  await endScheduled(removal, (tx) => recordFinished(removal, 'already-gone', at, tx))
}

async function recordFinished(
  removal: RemovalFacts,
  outcome: RemovalOutcome,
  at: Date,
  tx: Database,
): Promise<void> {
  const context = removalAuditContext(removal, at)
  // Before the entry, so that the end of the removal is the newest entry about the device.
  if (isGone(outcome)) await purgeDevice(context, tx)
  await recordEvent({ type: 'removal-finished', version: 1, detail: { outcome } }, context, tx)
}

/**
 * Cancels a scheduled removal in `person`'s name, who may be another person than the requester. False when it was carried
 * out or ended before.
 */
export async function cancelScheduled(
  removal: Pick<PendingRemoval, 'receipt'>,
  { issuer, subject }: Account,
  at: Date,
): Promise<boolean> {
  return endScheduled(removal, (tx, row) =>
    recordCancelled(row, 'undone', { issuer, subject, role: 'person' }, at, tx),
  )
}

/** Records that a safeguard refuses a removal. A scheduled one ends, and the rest of its clean-up stops with it. */
export async function refuseRemoval(
  command: RemovalCommand,
  guard: Safeguard,
  at: Date,
): Promise<void> {
  const { reason, device, cleanUp, askedBy } = command
  const event = { type: 'removal-refused', version: 1, detail: { reason, guard, device } } as const
  if (askedBy !== null) return recordRemoval(event, command, at)
  await endScheduled(command, async (tx) => {
    const isOfCleanUp = cleanUp === null ? sql`false` : eq(pendingRemovals.cleanUp, cleanUp)
    const rest = await tx.delete(pendingRemovals).where(and(isOfCleanUp, isScheduled)).returning()
    await recordRemoval(event, command, at, tx)
    for (const removal of believedRows(pendingRemovals, rest, { cleanUp })) {
      const { actor } = removalAuditContext(removal, at)
      await recordCancelled(removal, 'clean-up-stopped', actor, at, tx)
    }
  })
}

/** Gives a scheduled removal up. Nothing was asked of the service. */
export async function abandonScheduled(
  removal: PendingRemoval,
  why: 'service-down' | 'not-removable' | 'role-withdrawn',
  at: Date,
): Promise<void> {
  const event = { type: 'removal-abandoned', version: 1, detail: { why } } as const
  await endScheduled(removal, (tx) => recordRemoval(event, removal, at, tx))
}

/** Takes a scheduled removal out of the table and records its end. False when it has ended or started before. */
async function endScheduled(
  { receipt }: Pick<PendingRemoval, 'receipt'>,
  record: (tx: Database, row: PendingRemoval) => Promise<void>,
): Promise<boolean> {
  return database().transaction(async (tx) => {
    const rows = await tx
      .delete(pendingRemovals)
      .where(and(eq(pendingRemovals.receipt, receipt), isScheduled))
      .returning()
    const [row] = believedRows(pendingRemovals, rows, { receipt })
    if (row) await record(tx, row)
    return row !== undefined
  })
}

async function recordCancelled(
  removal: PendingRemoval,
  why: 'undone' | 'overtaken' | 'clean-up-stopped',
  actor: EntryContext['actor'],
  at: Date,
  tx: Database,
): Promise<void> {
  const event = { type: 'removal-cancelled', version: 1, detail: { why } } as const
  await recordEvent(event, { ...removalAuditContext(removal, at), actor }, tx)
}
