import 'server-only'
import { asc, inArray, lt } from 'drizzle-orm'
import { database } from '../database/connection'
import { approvals, supportViews, preparations } from '../database/schema'
import { BATCH, inBatches } from '../platform/batches'

/** An agent's page that refreshes itself is one look at somebody's devices. */
export const ONE_LOOK_MS = 10 * 60_000
/** How long a request can be read; what was done stands in the trail. */
const REQUESTS_KEPT_MS = 24 * 3600_000

/**
 * Forgets what the desk doesn't need any more at `at`: requests of the day before, what was prepared and not taken up in
 * time, and looks at somebody's devices that are said anew when they happen again; gives how many rows.
 */
export async function purgeSupportData(at: Date): Promise<number> {
  const before = new Date(at.getTime() - REQUESTS_KEPT_MS)
  const requests = await inBatches(async () => {
    const old = database()
      .select({ number: approvals.number })
      .from(approvals)
      .where(lt(approvals.createdAt, before))
      .orderBy(asc(approvals.createdAt))
      .limit(BATCH)
      .for('update', { skipLocked: true })
    const gone = await database()
      .delete(approvals)
      .where(inArray(approvals.number, old))
      .returning({ number: approvals.number })
    return gone.length
  })
  // Of these there are no more than agents have asked for within some hours.
  const prepared = await database()
    .delete(preparations)
    .where(lt(preparations.expiresAt, at))
    .returning({ number: preparations.number })
  const views = await database()
    .delete(supportViews)
    .where(lt(supportViews.at, new Date(at.getTime() - ONE_LOOK_MS)))
    .returning({ userId: supportViews.userId })
  return requests + prepared.length + views.length
}
