import 'server-only'
import { and, asc, eq, inArray, lte, notInArray } from 'drizzle-orm'
import { database } from '../../database/connection'
import { pendingRemovals } from '../../database/schema'
import type { PendingRemoval } from './removal-command'

/**
 * What a process that died had claimed is due again after this. Work that takes longer may be taken up by another
 * replica as well: the lease keeps the two apart, and each step happens once.
 */
const CLAIM_MS = 15_000

/** The removals of a person that are not over. */
export async function pendingRemovalsOf(userIds: readonly string[]): Promise<PendingRemoval[]> {
  return database()
    .select()
    .from(pendingRemovals)
    .where(inArray(pendingRemovals.userId, [...userIds]))
    .orderBy(asc(pendingRemovals.askedAt), asc(pendingRemovals.place))
}

/** The removals that an agent has scheduled for other people. */
export async function scheduledByAgent({
  issuer,
  subject,
}: {
  readonly issuer: string
  readonly subject: string
}): Promise<PendingRemoval[]> {
  return database()
    .select()
    .from(pendingRemovals)
    .where(
      and(
        eq(pendingRemovals.actorIssuer, issuer),
        eq(pendingRemovals.actorSubject, subject),
        eq(pendingRemovals.actorRole, 'support'),
        eq(pendingRemovals.state, 'scheduled'),
      ),
    )
}

/** Takes up to `limit` removals that are due, in order, so that no other replica takes them meanwhile; none of `exceptOf`. */
export async function claimDueRemovals(
  at: Date,
  limit: number,
  exceptOf: readonly string[] = [],
): Promise<PendingRemoval[]> {
  const due = database()
    .select({ receipt: pendingRemovals.receipt })
    .from(pendingRemovals)
    .where(and(lte(pendingRemovals.dueAt, at), notInArray(pendingRemovals.userId, [...exceptOf])))
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

/** Puts the next try off, each time twice as long, unless somebody has gone on with it or claimed it anew. */
export async function postponeRemoval(
  { receipt, state, dueAt, tries }: PendingRemoval,
  at: Date,
  { firstMs, mostMs }: { readonly firstMs: number; readonly mostMs: number },
): Promise<void> {
  const until = new Date(at.getTime() + Math.min(mostMs, firstMs * 2 ** Math.min(tries, 16)))
  await database()
    .update(pendingRemovals)
    .set({ dueAt: until, tries: tries + 1 })
    .where(
      and(
        eq(pendingRemovals.receipt, receipt),
        eq(pendingRemovals.state, state),
        eq(pendingRemovals.dueAt, dueAt),
      ),
    )
}

/** Ends the looking for an outcome that never became certain; the last one that was written stands. */
export async function stopRechecking({ receipt }: PendingRemoval): Promise<void> {
  await database()
    .delete(pendingRemovals)
    .where(and(eq(pendingRemovals.receipt, receipt), eq(pendingRemovals.state, 'open')))
}

/**
 * Makes what was begun and never ended due at once. Only right where no other process can be at work on it: at the
 * start, on the embedded database. Elsewhere it is due a few seconds after it was begun anyway.
 */
export async function makeAllDue(at: Date): Promise<void> {
  await database()
    .update(pendingRemovals)
    .set({ dueAt: at })
    .where(inArray(pendingRemovals.state, ['begun', 'open']))
}
