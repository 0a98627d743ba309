import 'server-only'
import { setImmediate as othersFirst } from 'node:timers/promises'

/** How much is done at once of what nobody waits for. */
export const BATCH = 100

/** Does `some`, which gives how many it did, `BATCH` at most, until nothing is left; gives how many that were. */
export async function inBatches(some: () => Promise<number>): Promise<number> {
  for (let count = 0; ;) {
    const done = await some()
    count += done
    if (done < BATCH) return count
    // The embedded database works in this very thread, and would leave no room for requests in between.
    await othersFirst()
  }
}
