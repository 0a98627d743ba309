import 'server-only'
import { and, eq, ne, or, sql } from 'drizzle-orm'
import type { Person } from '../../activity/actors'
import { database, type Database } from '../../database/connection'
import { pendingRemovals } from '../../database/schema'
import type { Guard } from '../guards'
import type { RememberedDevice, RemovalOutcome } from '../../activity/events'
import { record, type EntryContext } from '../../activity/trail'
import { contextOf, type WhoAndWhat } from './context'
import { announceDesk, mayStill } from './asked-by'
import { forgetDevice } from '../forget'
import { isGone, isOver } from './receipt-state'
import { tellGone } from './tell-gone'

// Every step of a removal: what is still to do and what the trail says of it change in one transaction, and a step that
// somebody else has taken first changes nothing. That is what makes each of them happen once, with any number of replicas.

export type PendingRemoval = typeof pendingRemovals.$inferSelect

/** What one device is removed by: all that is known of it before anything is done. */
export type RemovalOrder = Omit<
  PendingRemoval,
  'state' | 'accepted' | 'askedAt' | 'dueAt' | 'tries'
> & {
  readonly device: RememberedDevice
  readonly askedBy: {
    /** The hashed id of the sign-in that must not have ended by then. */
    readonly signIn: string
    /** Of an agent's removal: for whom, and on whose word. */
    readonly desk: {
      readonly owner: Person | null
      readonly ticket: string
      readonly approval: string | null
    } | null
  }
}

/** By when a removal that was begun has an outcome, unless its process has died. */
const BEGUN_LOOK_MS = 10_000
const FIRST_LOOK_MS = 1_000

const rowOf = ({ device: _device, askedBy: _askedBy, ...order }: RemovalOrder, at: Date) => ({
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
export async function hold(
  order: RemovalOrder,
  until: Date,
  at: Date,
  within: Database = database(),
): Promise<boolean> {
  const { reason, device, cleanUp } = order
  return within.transaction(async (tx) => {
    if (!(await mayStill(order, at, tx))) return false
    await tx.insert(pendingRemovals).values({ ...rowOf(order, at), state: 'held', dueAt: until })
    const detail = { reason, device, until: until.toISOString(), cleanUp }
    await announceDesk(order, until, at, tx)
    await record({ type: 'removal-held', version: 1, detail }, contextOf(order, at), tx)
    return true
  })
}

/**
 * Writes the intent of a removal that starts now. It overtakes one of the same device that is held. False, and nothing is
 * done, when whoever asks for it is no agent any more.
 */
export async function begin(order: RemovalOrder, at: Date): Promise<boolean> {
  return database().transaction(async (tx) => {
    if (!(await mayStill(order, at, tx))) return false
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
    await announceDesk(order, null, at, tx)
    for (const removal of overtaken)
      await recordCancelled(removal, 'overtaken', contextOf(order, at).actor, at, tx)
    await recordIntent(order, at, tx)
    return true
  })
}

/** Writes the intent of a held removal; false, and nothing is written, when it was undone or taken up elsewhere. */
export async function beginHeld(order: Omit<RemovalOrder, 'askedBy'>, at: Date): Promise<boolean> {
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
  order: Omit<RemovalOrder, 'askedBy'>,
  at: Date,
  tx: Database,
): Promise<void> {
  const { reason, device } = order
  await record(
    { type: 'removal-intended', version: 1, detail: { reason, device } },
    contextOf(order, at),
    tx,
  )
}

/** Writes how a removal that was begun ended; one that isn't certain yet is looked at again. False when it is settled already. */
export async function settle(
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
    if (isGone(outcome)) await forgetDevice(contextOf(removal, at), tx)
    await record(
      { type: 'removal-finished', version: 1, detail: { outcome } },
      contextOf(removal, at),
      tx,
    )
    if (isGone(outcome)) await tellGone(settled, at, tx)
    return true
  })
}

/** A held removal of which nothing is left to do: its device has gone by itself. */
export async function settleHeld(removal: PendingRemoval, at: Date): Promise<void> {
  await endHeld(removal, async (tx) => {
    const detail = { outcome: 'already-gone' } as const
    await forgetDevice(contextOf(removal, at), tx)
    await record({ type: 'removal-finished', version: 1, detail }, contextOf(removal, at), tx)
  })
}

/** Takes a held removal back in `person`'s name, who need not be who asked for it; false when it was carried out, undone or refused before. */
export async function cancel(
  removal: Pick<PendingRemoval, 'receipt'>,
  person: Person,
  at: Date,
): Promise<boolean> {
  const { issuer, subject } = person
  return endHeld(removal, (tx, row) =>
    recordCancelled(row, 'undone', { issuer, subject, role: 'person' }, at, tx),
  )
}

/** Ends a held removal that a guard refuses; the rest of its clean-up stops with it. */
export async function refuseHeld(
  order: Omit<RemovalOrder, 'askedBy'>,
  guard: Guard,
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
    await record({ type: 'removal-refused', version: 1, detail }, contextOf(order, at), tx)
    for (const removal of rest)
      await recordCancelled(removal, 'clean-up-stopped', contextOf(removal, at).actor, at, tx)
  })
}

/** Gives a held removal up; nothing was asked of the service. */
export async function abandon(
  removal: PendingRemoval,
  why: 'service-down' | 'not-removable' | 'role-withdrawn',
  at: Date,
): Promise<void> {
  await endHeld(removal, (tx) =>
    record({ type: 'removal-abandoned', version: 1, detail: { why } }, contextOf(removal, at), tx),
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
  await record(
    { type: 'removal-cancelled', version: 1, detail: { why } },
    { ...contextOf(removal, at), actor },
    tx,
  )
}
