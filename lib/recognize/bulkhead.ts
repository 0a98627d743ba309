import 'server-only'

export type Bulkhead = {
  /**
   * Waits for a place, at most `waitMs` milliseconds and no longer than until `abort`. Gives what frees the place again;
   * null when there was none.
   */
  readonly enter: (waitMs: number, abort: AbortSignal | null) => Promise<(() => void) | null>
}

/** So many calls may be under way at once. */
export const PLACES = 16
/** So many more may wait for a place; everybody else is turned away at once. */
export const SEATS = 16

/** Keeps a service that hangs from holding every request of the portal: there are places for some, and seats for some who wait. */
export function createBulkhead(places = PLACES, seats = SEATS): Bulkhead {
  let taken = 0
  const waiting: (() => void)[] = []

  const takePlace = () => {
    taken += 1
    let isLeft = false
    return () => {
      if (isLeft) return
      isLeft = true
      taken -= 1
      waiting.shift()?.()
    }
  }

  return {
    enter: async (waitMs, abort) => {
      if (abort?.aborted) return null
      if (taken < places) return takePlace()
      if (waiting.length >= seats || waitMs <= 0) return null
      return new Promise((resolve) => {
        const stop = () => {
          clearTimeout(timer)
          abort?.removeEventListener('abort', giveUp)
        }
        const called = () => {
          stop()
          resolve(takePlace())
        }
        const giveUp = () => {
          stop()
          waiting.splice(waiting.indexOf(called), 1)
          resolve(null)
        }
        const timer = setTimeout(giveUp, waitMs)
        abort?.addEventListener('abort', giveUp)
        waiting.push(called)
      })
    },
  }
}
