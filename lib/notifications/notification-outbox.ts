import 'server-only'
import { and, asc, eq, inArray, lte } from 'drizzle-orm'
import { database } from '../database/connection'
import { notifications } from '../database/schema'

export type QueuedNotification = typeof notifications.$inferSelect

/** What a process that died had claimed is due again after this: longer than one try takes. */
const CLAIM_MS = 15_000
const PAUSES = { firstMs: 10_000, mostMs: 3600_000 }
/** How long a notice is tried to be sent. */
export const GIVEN_UP_AFTER_MS = 24 * 3600_000

/** Takes up to `limit` notices that are due, the oldest first, so that no other replica takes them meanwhile. */
export async function claimNotifications(at: Date, limit: number): Promise<QueuedNotification[]> {
  const due = database()
    .select({ id: notifications.id })
    .from(notifications)
    .where(lte(notifications.dueAt, at))
    .orderBy(asc(notifications.dueAt))
    .limit(limit)
    .for('update', { skipLocked: true })
  return database()
    .update(notifications)
    .set({ dueAt: new Date(at.getTime() + CLAIM_MS) })
    .where(inArray(notifications.id, due))
    .returning()
}

/** Puts the next try off, each time twice as long, unless another replica has claimed it meanwhile. */
export async function postponeNotification(
  { id, dueAt, tries }: QueuedNotification,
  at: Date,
): Promise<void> {
  const pause = Math.min(PAUSES.mostMs, PAUSES.firstMs * 2 ** Math.min(tries, 16))
  await database()
    .update(notifications)
    .set({ dueAt: new Date(at.getTime() + pause), tries: tries + 1 })
    .where(and(eq(notifications.id, id), eq(notifications.dueAt, dueAt)))
}

/** Takes a notice out: it was sent, or is given up. */
export async function dequeueNotification({ id }: QueuedNotification): Promise<void> {
  await database().delete(notifications).where(eq(notifications.id, id))
}
