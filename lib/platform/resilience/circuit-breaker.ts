import 'server-only'

/** What a call reveals about the service: it works, it fails, or nothing. */
export type Verdict = 'works' | 'fails' | 'unknown'

export type CircuitBreaker = {
  /** Whether the breaker would refuse a call now. */
  readonly refuses: () => boolean
  /** Lets a call through, and takes its verdict at the end. Null when the breaker refuses the call. */
  readonly begin: () => ((verdict: Verdict) => void) | null
}

export type CircuitState = 'closed' | 'open'

/** This many consecutive failures open the breaker. */
export const FAILURES_TO_OPEN = 10
/** The milliseconds until one call may try the service again. */
export const OPEN_MS = 5_000

/**
 * Refuses all calls for five seconds after ten failures in a row; then one call tries. If it finds the service working,
 * all may call again. If it fails, the five seconds start again. If it learns nothing, the next call tries. `clock` gives
 * milliseconds and never goes back.
 */
export function createCircuitBreaker(
  clock: () => number,
  changed: (state: CircuitState) => void = () => undefined,
): CircuitBreaker {
  let failures = 0
  let openedAt: number | null = null
  let probing = false
  // Counts the changes. A call that began before a change must not decide about the time after it.
  let era = 0

  const refuses = () => openedAt !== null && (probing || clock() - openedAt < OPEN_MS)
  const open = () => {
    const wasClosed = openedAt === null
    era += 1
    openedAt = clock()
    if (wasClosed) changed('open')
  }
  const close = () => {
    era += 1
    openedAt = null
    failures = 0
    changed('closed')
  }
  const judge = (verdict: Verdict) => {
    if (verdict === 'works') failures = 0
    if (verdict === 'fails' && ++failures >= FAILURES_TO_OPEN) open()
  }
  const judgeProbe = (verdict: Verdict) => {
    probing = false
    if (verdict === 'works') close()
    if (verdict === 'fails') open()
  }

  return {
    refuses,
    begin: () => {
      if (refuses()) return null
      const begunIn = era
      probing = openedAt !== null
      const decide = probing ? judgeProbe : judge
      return (verdict) => {
        if (begunIn === era) decide(verdict)
      }
    },
  }
}
