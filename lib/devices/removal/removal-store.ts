import 'server-only'
import { and, eq, ne, or, sql } from 'drizzle-orm'
import type { ActorIdentity } from '../../audit/log/actors'
import { database, type Database } from '../../database/connection'
import { pendingRemovals } from '../../database/schema'
import type { Safeguard } from '../model/safeguards'
import type { RememberedDevice, RemovalOutcome } from '../../audit/events/events'
import { recordEvent, type EntryContext } from '../../audit/log/audit-log'
import { removalAuditContext, type WhoAndWhat } from './audit-context'
import { notifyAndRecordSupportRemoval, isStillAllowed } from './support-removal'
import { purgeDevice } from './purge-device'
import { isGone, isOver } from './receipt-state'
import { notifyUnrecognisedRemoved } from './notify-removed'

// Every step of a removal: what is still to do and what the trail says of it change in one transaction, and a step that
// somebody else has taken first changes nothing. That is what makes each of them happen once, with any number of replicas.

export type PendingRemoval = typeof pendingRemovals.$inferSelect

/** What one device is removed by: all that is known of it before anything is done. */
export type RemovalCommand = Omit<
  PendingRemoval,
  'state' | 'accepted' | 'askedAt' | 'dueAt' | 'tries'
> & {
  readonly device: RememberedDevice
  readonly askedBy: {
    /** The hashed id of the sign-in that must not have ended by then. */
    readonly signIn: string
    /** Of an agent's removal: for whom, and on whose word. */
    readonly desk: {
      readonly owner: ActorIdentity | null
      readonly ticket: string
      readonly approval: string | null
    } | null
  }
}

/** By when a removal that was begun has an outcome, unless its process has died. */
const BEGUN_LOOK_MS = 10_000
const FIRST_LOOK_MS = 1_000

const rowOf = ({ device: _device, askedBy: _askedBy, ...order }: RemovalCommand, at: Date) => ({
  ...order,
  askedAt: at,
  tries: 0,
})

/** Begun; or open without the service having accepted it, when now it has. */
const isLessCertainThan = (accepted: boolean) =>
  accepted
    ? or(
        eq(pendingRemovals.state, 'begun'),
        and(eq(pendingRemovals.state, 'open'), eq(pendingRemovals.accepted, false)),
      )
    : eq(pendingRemovals.state, 'begun')

const isHeld = (receipt: string) =>
  and(eq(pendingRemovals.receipt, receipt), eq(pendingRemovals.state, 'held'))

/**
 * Puts a removal off until `until`; until then it can be undone. False, and nothing is done, when whoever asks for it is
 * not signed in any more, or no agent.
 */
export async function scheduleRemoval(
  order: RemovalCommand,
  until: Date,
  at: Date,
  within: Database = database(),
): Promise<boolean> {
  const { reason, device, cleanUp } = order
  return within.transaction(async (tx) => {
    if (!(await isStillAllowed(order, at, tx))) return false
    await tx.insert(pendingRemovals).values({ ...rowOf(order, at), state: 'held', dueAt: until })
    const detail = { reason, device, until: until.toISOString(), cleanUp }
    await notifyAndRecordSupportRemoval(order, until, at, tx)
    await recordEvent(
      { type: 'removal-held', version: 1, detail },
      removalAuditContext(order, at),
      tx,
    )
    return true
  })
}

/**
 * Writes the intent of a removal that starts now. It overtakes one of the same device that is held. False, and nothing is
 * done, when whoever asks for it is no agent any more.
 */
export async function beginRemoval(order: RemovalCommand, at: Date): Promise<boolean> {
  return database().transaction(async (tx) => {
    if (!(await isStillAllowed(order, at, tx))) return false
    const overtaken = await tx
      .delete(pendingRemovals)
      .where(
        and(
          eq(pendingRemovals.userId, order.userId),
          eq(pendingRemovals.deviceId, order.deviceId),
          eq(pendingRemovals.state, 'held'),
        ),
      )
      .returning()
    const dueAt = new Date(at.getTime() + BEGUN_LOOK_MS)
    await tx.insert(pendingRemovals).values({ ...rowOf(order, at), state: 'begun', dueAt })
    await notifyAndRecordSupportRemoval(order, null, at, tx)
    for (const removal of overtaken)
      await recordCancelled(removal, 'overtaken', removalAuditContext(order, at).actor, at, tx)
    await recordIntent(order, at, tx)
    return true
  })
}

/** Writes the intent of a held removal; false, and nothing is written, when it was undone or taken up elsewhere. */
export async function beginScheduled(
  order: Omit<RemovalCommand, 'askedBy'>,
  at: Date,
): Promise<boolean> {
  return database().transaction(async (tx) => {
    const taken = await tx
      .update(pendingRemovals)
      // How long its outcome is looked for counts from here, not from before the wait.
      .set({
        state: 'begun',
        askedAt: at,
        wasOnly: order.wasOnly,
        dueAt: new Date(at.getTime() + BEGUN_LOOK_MS),
        tries: 0,
      })
      .where(isHeld(order.receipt))
      .returning({ receipt: pendingRemovals.receipt })
    if (taken.length > 0) await recordIntent(order, at, tx)
    return taken.length > 0
  })
}

async function recordIntent(
  order: Omit<RemovalCommand, 'askedBy'>,
  at: Date,
  tx: Database,
): Promise<void> {
  const { reason, device } = order
  await recordEvent(
    { type: 'removal-intended', version: 1, detail: { reason, device } },
    removalAuditContext(order, at),
    tx,
  )
}

/** Writes how a removal that was begun ended; one that isn't certain yet is looked at again. False when it is settled already. */
export async function settleRemoval(
  removal: WhoAndWhat,
  outcome: RemovalOutcome,
  accepted: boolean,
  at: Date,
): Promise<boolean> {
  const { receipt } = removal
  return database().transaction(async (tx) => {
    const dueAt = new Date(at.getTime() + FIRST_LOOK_MS)
    const [settled] = isOver(outcome)
      ? await tx
          .delete(pendingRemovals)
          .where(and(eq(pendingRemovals.receipt, receipt), ne(pendingRemovals.state, 'held')))
          .returning()
      : await tx
          .update(pendingRemovals)
          .set({ state: 'open', accepted, dueAt, tries: 0 })
          .where(and(eq(pendingRemovals.receipt, receipt), isLessCertainThan(accepted)))
          .returning()
    if (!settled) return false
    // The end of the removal stays the newest entry about the device.
    if (isGone(outcome)) await purgeDevice(removalAuditContext(removal, at), tx)
    await recordEvent(
      { type: 'removal-finished', version: 1, detail: { outcome } },
      removalAuditContext(removal, at),
      tx,
    )
    if (isGone(outcome)) await notifyUnrecognisedRemoved(settled, at, tx)
    return true
  })
}

/** A held removal of which nothing is left to do: its device has gone by itself. */
export async function settleScheduled(removal: PendingRemoval, at: Date): Promise<void> {
  await endHeld(removal, async (tx) => {
    const detail = { outcome: 'already-gone' } as const
    await purgeDevice(removalAuditContext(removal, at), tx)
    await recordEvent(
      { type: 'removal-finished', version: 1, detail },
      removalAuditContext(removal, at),
      tx,
    )
  })
}

/** Takes a held removal back in `person`'s name, who need not be who asked for it; false when it was carried out, undone or refused before. */
export async function cancelScheduled(
  removal: Pick<PendingRemoval, 'receipt'>,
  person: ActorIdentity,
  at: Date,
): Promise<boolean> {
  const { issuer, subject } = person
  return endHeld(removal, (tx, row) =>
    recordCancelled(row, 'undone', { issuer, subject, role: 'person' }, at, tx),
  )
}

/** Ends a held removal that a guard refuses; the rest of its clean-up stops with it. */
export async function refuseScheduled(
  order: Omit<RemovalCommand, 'askedBy'>,
  guard: Safeguard,
  at: Date,
): Promise<void> {
  const { reason, device, cleanUp } = order
  await endHeld(order, async (tx) => {
    const detail = { reason, guard, device }
    const isOfCleanUp = cleanUp === null ? sql`false` : eq(pendingRemovals.cleanUp, cleanUp)
    const rest = await tx
      .delete(pendingRemovals)
      .where(and(isOfCleanUp, eq(pendingRemovals.state, 'held')))
      .returning()
    await recordEvent(
      { type: 'removal-refused', version: 1, detail },
      removalAuditContext(order, at),
      tx,
    )
    for (const removal of rest)
      await recordCancelled(
        removal,
        'clean-up-stopped',
        removalAuditContext(removal, at).actor,
        at,
        tx,
      )
  })
}

/** Gives a held removal up; nothing was asked of the service. */
export async function abandonScheduled(
  removal: PendingRemoval,
  why: 'service-down' | 'not-removable' | 'role-withdrawn',
  at: Date,
): Promise<void> {
  await endHeld(removal, (tx) =>
    recordEvent(
      { type: 'removal-abandoned', version: 1, detail: { why } },
      removalAuditContext(removal, at),
      tx,
    ),
  )
}

async function endHeld(
  { receipt }: Pick<PendingRemoval, 'receipt'>,
  andThen: (tx: Database, row: PendingRemoval) => Promise<void>,
): Promise<boolean> {
  return database().transaction(async (tx) => {
    const [row] = await tx.delete(pendingRemovals).where(isHeld(receipt)).returning()
    if (row) await andThen(tx, row)
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
  await recordEvent(
    { type: 'removal-cancelled', version: 1, detail: { why } },
    { ...removalAuditContext(removal, at), actor },
    tx,
  )
}
