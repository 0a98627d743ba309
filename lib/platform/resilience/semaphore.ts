import 'server-only'

/** Gives a place back. A second call does nothing. */
export type Leave = () => void

/** Limits concurrent work. It has places for running work, and seats for work that waits in line. */
export type Semaphore = {
  /** Takes a place now. Null when none is free. */
  readonly tryEnter: () => Leave | null
  /** Waits in line for a place, at most `waitMs` milliseconds or until `abort`; null when there was none. */
  readonly enter: (waitMs: number, abort: AbortSignal | null) => Promise<Leave | null>
  /** Runs `work` when its turn comes, after any wait. Only for a semaphore without a limit on its seats. */
  readonly run: <Outcome>(work: () => Promise<Outcome>) => Promise<Outcome>
}

/** The only limit on concurrent work in this process. `places` run, `seats` more wait, and the rest is refused. */
export function createSemaphore(places: number, seats = Infinity): Semaphore {
  let taken = 0
  const line: (() => void)[] = []

  const takePlace = (): Leave => {
    taken += 1
    return once(() => {
      taken -= 1
      // The first in line takes the place in the same moment, so that a newcomer cannot slip in between.
      line.shift()?.()
    })
  }
  const tryEnter = () => (taken < places ? takePlace() : null)
  const enter: Semaphore['enter'] = async (waitMs, abort) => {
    if (abort?.aborted) return null
    const leave = tryEnter()
    if (leave !== null || line.length >= seats || waitMs <= 0) return leave
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
        line.splice(line.indexOf(called), 1)
        resolve(null)
      }
      const timer = Number.isFinite(waitMs) ? setTimeout(giveUp, waitMs) : undefined
      abort?.addEventListener('abort', giveUp)
      line.push(called)
    })
  }
  return {
    tryEnter,
    enter,
    run: async (work) => {
      const leave = await enter(Infinity, null)
      if (leave === null) throw new Error('the semaphore has no seat left')
      try {
        return await work()
      } finally {
        leave()
      }
    },
  }
}

/** A semaphore for each key. */
export type KeyedSemaphore = {
  /** Like {@link Semaphore.tryEnter}, among callers with this key. */
  readonly tryEnter: (key: string) => Leave | null
  /** Like {@link Semaphore.enter}, among callers with this key. */
  readonly enter: (key: string, waitMs: number, abort: AbortSignal | null) => Promise<Leave | null>
  /** How many keys have work that runs or waits. */
  readonly size: () => number
}

/** A semaphore for each key, kept only while it has running or waiting work. Keys don't take each other's places. */
export function createKeyedSemaphore(places: number, seats = Infinity): KeyedSemaphore {
  const kept = new Map<string, { readonly semaphore: Semaphore; present: number }>()

  /** Registers a caller for a key. Returns the semaphore of the key, and the function that unregisters. */
  const arriveAt = (key: string) => {
    const own = kept.get(key) ?? { semaphore: createSemaphore(places, seats), present: 0 }
    kept.set(key, own)
    own.present += 1
    const depart = () => {
      own.present -= 1
      if (own.present === 0) kept.delete(key)
    }
    const departWith = (leave: Leave | null): Leave | null => {
      if (leave !== null)
        return once(() => {
          leave()
          depart()
        })
      depart()
      return null
    }
    return { semaphore: own.semaphore, departWith }
  }
  return {
    tryEnter: (key) => {
      const { semaphore, departWith } = arriveAt(key)
      return departWith(semaphore.tryEnter())
    },
    enter: async (key, waitMs, abort) => {
      const { semaphore, departWith } = arriveAt(key)
      return departWith(await semaphore.enter(waitMs, abort))
    },
    size: () => kept.size,
  }
}

function once(work: () => void): Leave {
  let isDone = false
  return () => {
    if (isDone) return
    isDone = true
    work()
  }
}
