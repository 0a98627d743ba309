import 'server-only'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { database } from '../../database/connection'
import { pendingRemovals } from '../../database/schema'
import { log } from '../../platform/log'

/** A removal that is not over, as it is stored. */
export type PendingRemoval = typeof pendingRemovals.$inferSelect

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

/** Ends the looking for an outcome that never became certain; the last one that was written stands. */
export async function stopRechecking({ receipt }: PendingRemoval): Promise<void> {
  await database()
    .delete(pendingRemovals)
    .where(and(eq(pendingRemovals.receipt, receipt), eq(pendingRemovals.state, 'open')))
}

/**
 * Makes what was begun and never ended due at once. Only right where no other process can be at work on it: at the
 * start, on the embedded database. If it fails, or elsewhere, these removals are due a few seconds after they were begun.
 */
export async function makeUnfinishedDue(at: Date): Promise<void> {
  try {
    await database()
      .update(pendingRemovals)
      .set({ dueAt: at })
      .where(inArray(pendingRemovals.state, ['begun', 'open']))
  } catch (err) {
    log().error({ err }, 'unfinished removals could not be made due at the start')
  }
}
