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

export type KeyedBulkhead = {
  /** As {@link Bulkhead.enter}, among the calls of one `key` alone. */
  readonly enter: (
    key: string,
    waitMs: number,
    abort: AbortSignal | null,
  ) => Promise<(() => void) | null>
  /** How many keys have calls that are under way or wait. */
  readonly size: () => number
}

/** So many calls about one person may be under way at once, of all the places that there are. */
export const PLACES_EACH = 4
/** So many more of them may wait. */
export const SEATS_EACH = 8

/** A bulkhead for each key, kept as long as somebody is in it: what one person asks for must not take everybody's places. */
export function createKeyedBulkhead(places = PLACES_EACH, seats = SEATS_EACH): KeyedBulkhead {
  const kept = new Map<string, { readonly bulkhead: Bulkhead; present: number }>()
  return {
    enter: async (key, waitMs, abort) => {
      const own = kept.get(key) ?? { bulkhead: createBulkhead(places, seats), present: 0 }
      kept.set(key, own)
      own.present += 1
      const depart = () => {
        own.present -= 1
        if (own.present === 0) kept.delete(key)
      }
      const leave = await own.bulkhead.enter(waitMs, abort)
      if (leave === null) {
        depart()
        return null
      }
      let isLeft = false
      return () => {
        if (isLeft) return
        isLeft = true
        leave()
        depart()
      }
    },
    size: () => kept.size,
  }
}
