import 'server-only'
import { browserGone } from './browser-gone'

/** The end of a caller's wait. Made once per page or action and passed down, so that all steps share it. */
export type Deadline = {
  /** Milliseconds left, never below 0. */
  readonly left: () => number
  /** The earlier of this deadline and `ms` milliseconds from now, for the same caller. */
  readonly within: (ms: number) => Deadline
  /** Aborts when the caller stops waiting. Null when the work continues without a caller. */
  readonly abort: AbortSignal | null
}

/** When a call is made, and until when it may ask the service. */
export type CallTime = { readonly at: Date; readonly deadline: Deadline }

/** The time that a page or a reading action may spend on the service. Its answer is due within 3 seconds. */
export const READ_BUDGET_MS = 2_700

/** A deadline `ms` milliseconds from now, on a monotonic clock (milliseconds). */
export function deadlineIn(
  ms: number,
  abort?: AbortSignal,
  clock: () => number = () => performance.now(),
): Deadline {
  return deadlineAt(clock() + ms, abort ?? null, clock)
}

/** The deadline of a page or a reading action that starts now. It ends early when the browser goes away. */
export function readDeadline(): Deadline {
  return deadlineIn(READ_BUDGET_MS, browserGone())
}

function deadlineAt(end: number, abort: AbortSignal | null, clock: () => number): Deadline {
  return {
    left: () => Math.max(0, end - clock()),
    within: (ms) => deadlineAt(Math.min(end, clock() + ms), abort, clock),
    abort,
  }
}
