import 'server-only'
import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Account } from '../../auth/authorization/actor'
import { database, type Database } from '../../database/connection'
import { pendingRemovals } from '../../database/schema'
import { believedRows } from '../../database/sealed-rows'
import { log } from '../../platform/log'

/** A removal that is not over, as it is stored. */
export type PendingRemoval = typeof pendingRemovals.$inferSelect

/** The removals of a person that are not over. */
export async function pendingRemovalsOf(
  userIds: readonly string[],
  within: Database = database(),
): Promise<PendingRemoval[]> {
  const rows = await within
    .select()
    .from(pendingRemovals)
    .where(inArray(pendingRemovals.userId, [...userIds]))
    .orderBy(asc(pendingRemovals.askedAt), asc(pendingRemovals.place))
  return believedRows(pendingRemovals, rows, { userId: userIds })
}

/** The removals that an agent has scheduled for other people. */
export async function scheduledByAgent({ issuer, subject }: Account): Promise<PendingRemoval[]> {
  const rows = await database()
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
  return believedRows(pendingRemovals, rows, { actorIssuer: issuer, actorSubject: subject })
}

/** Stops looking for an outcome that never became certain. The last recorded outcome stays. */
export async function stopRechecking({ receipt }: PendingRemoval): Promise<void> {
  await database()
    .delete(pendingRemovals)
    .where(and(eq(pendingRemovals.receipt, receipt), eq(pendingRemovals.state, 'open')))
}

/**
 * Makes started removals due at once. Only for the start of a process that has the database to itself. If it fails, they
 * become due a few seconds after they started.
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
