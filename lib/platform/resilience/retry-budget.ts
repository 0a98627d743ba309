import 'server-only'

/** Limits the retries across all calls. */
export type RetryBudget = {
  /** Records the start of a call that may be retried. It earns a tenth of a retry. */
  readonly earn: () => void
  /** Takes one retry. False when none is left. */
  readonly take: () => boolean
}

const RESERVE = 10
const CALLS_PER_RETRY = 10

/** One retry for ten calls, and a reserve of ten: a service in trouble must not get three times its usual load. */
export function createRetryBudget(): RetryBudget {
  // Counted in tenths of a retry, because fractions don't add up exactly in floating point.
  let tenths = RESERVE * CALLS_PER_RETRY
  return {
    earn: () => {
      tenths = Math.min(RESERVE * CALLS_PER_RETRY, tenths + 1)
    },
    take: () => {
      if (tenths < CALLS_PER_RETRY) return false
      tenths -= CALLS_PER_RETRY
      return true
    },
  }
}
