import 'server-only'
import { browserGone } from './browser-gone'

/** Until when somebody waits. Made once per page or action and passed down, so that everything within shares it. */
export type Deadline = {
  /** Milliseconds left, never below 0. */
  readonly left: () => number
  /** The sooner of this one and `ms` milliseconds from now; for the same somebody. */
  readonly within: (ms: number) => Deadline
  /** Aborted when nobody waits any more; null when it goes on whoever leaves. */
  readonly abort: AbortSignal | null
}

/** What a page or a reading action may spend on the service, so that its answer is there within 3 seconds. */
export const READ_BUDGET_MS = 2_700

/** A deadline `ms` milliseconds from now, on a clock (in milliseconds) that nobody can set back. */
export function deadlineIn(
  ms: number,
  abort?: AbortSignal,
  clock: () => number = () => performance.now(),
): Deadline {
  return deadlineAt(clock() + ms, abort ?? null, clock)
}

/** The deadline of a page or a reading action that begins now; ends early when the browser goes away. */
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
