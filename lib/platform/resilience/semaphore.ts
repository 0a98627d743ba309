import 'server-only'

/** Runs what it is handed, so many at a time; the others wait, first come first served. */
export type Semaphore = <Outcome>(work: () => Promise<Outcome>) => Promise<Outcome>

/** Makes turns for `most` at a time. */
export function createSemaphore(most: number): Semaphore {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running < most) running += 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      // Whoever waits takes the place over, so that nobody can slip in between.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
