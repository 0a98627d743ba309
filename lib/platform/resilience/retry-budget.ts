import 'server-only'

/** How many retries may be made, seen over all calls. */
export type RetryBudget = {
  /** A call began that may be retried: a tenth of a retry is earned. */
  readonly earn: () => void
  /** Takes one retry; false when there is none left. */
  readonly take: () => boolean
}

const RESERVE = 10
const CALLS_PER_RETRY = 10

/**
 * A budget of one retry for ten calls, and a reserve of ten for short disturbances. Without it a service in trouble
 * would get three times its usual load, at the very moment when it can bear least.
 */
export function createRetryBudget(): RetryBudget {
  // In tenths of a retry, because tenths don't add up in floating point.
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
