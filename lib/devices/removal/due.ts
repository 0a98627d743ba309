import 'server-only'
import { and, asc, eq, inArray, lte } from 'drizzle-orm'
import { database } from '../../database/connection'
import { pendingRemovals } from '../../database/schema'
import type { PendingRemoval } from './pending'

/**
 * What a process that died had claimed is due again after this. Work that takes longer may be taken up twice, which is
 * harmless: each step of it happens once.
 */
const CLAIM_MS = 15_000

/** The removals of a person that are not over. */
export async function pendingOf(userIds: readonly string[]): Promise<PendingRemoval[]> {
  return database()
    .select()
    .from(pendingRemovals)
    .where(inArray(pendingRemovals.userId, [...userIds]))
    .orderBy(asc(pendingRemovals.askedAt), asc(pendingRemovals.place))
}

/** Takes up to `limit` removals that are due, in order, so that no other replica takes them meanwhile. */
export async function claimDue(at: Date, limit: number): Promise<PendingRemoval[]> {
  const due = database()
    .select({ receipt: pendingRemovals.receipt })
    .from(pendingRemovals)
    .where(lte(pendingRemovals.dueAt, at))
    .orderBy(asc(pendingRemovals.dueAt), asc(pendingRemovals.place))
    .limit(limit)
    .for('update', { skipLocked: true })
  const claimed = await database()
    .update(pendingRemovals)
    .set({ dueAt: new Date(at.getTime() + CLAIM_MS) })
    .where(inArray(pendingRemovals.receipt, due))
    .returning()
  return claimed.sort((a, b) => a.askedAt.getTime() - b.askedAt.getTime() || a.place - b.place)
}

/** Puts the next try off. */
export async function postpone({ receipt, tries }: PendingRemoval, until: Date): Promise<void> {
  await database()
    .update(pendingRemovals)
    .set({ dueAt: until, tries: tries + 1 })
    .where(eq(pendingRemovals.receipt, receipt))
}

/** Ends the looking for an outcome that never became certain; the last one that was written stands. */
export async function stopLooking({ receipt }: PendingRemoval): Promise<void> {
  await database()
    .delete(pendingRemovals)
    .where(and(eq(pendingRemovals.receipt, receipt), eq(pendingRemovals.state, 'open')))
}

/**
 * Makes what was begun and never ended due at once. Only right where no other process can be at work on it: at the
 * start, on the embedded database. Elsewhere it is due a few seconds after it was begun anyway.
 */
export async function dueAtOnce(at: Date): Promise<void> {
  await database()
    .update(pendingRemovals)
    .set({ dueAt: at })
    .where(inArray(pendingRemovals.state, ['begun', 'open']))
}
