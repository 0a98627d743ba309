import 'server-only'
import { and, asc, inArray, isNull, lt } from 'drizzle-orm'
import { database } from '../database/connection'
import { activations } from '../database/schema'
import { BATCH, inBatches } from '../platform/batches'

/** How long an attempt to add a phone is remembered after its end. */
const REMEMBERED_MS = 30 * 24 * 3600_000

/** Forgets the activations that ended 30 days before `at` or earlier, and that nobody follows any more; gives how many. What the trail says of them stays. */
export async function purgeOldActivations(at: Date): Promise<number> {
  const before = new Date(at.getTime() - REMEMBERED_MS)
  return inBatches(async () => {
    const old = database()
      .select({ number: activations.number })
      .from(activations)
      .where(and(lt(activations.endedAt, before), isNull(activations.dueAt)))
      .orderBy(asc(activations.endedAt))
      .limit(BATCH)
      .for('update', { skipLocked: true })
    const gone = await database()
      .delete(activations)
      .where(inArray(activations.number, old))
      .returning({ number: activations.number })
    return gone.length
  })
}
