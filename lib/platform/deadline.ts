import 'server-only'

/** What is left of the time that an answer may take; handed down from the request to every call made for it. */
export type Deadline = {
  /** Milliseconds left, never below 0. */
  readonly left: () => number
  /** The sooner of this one and `ms` from now. */
  readonly within: (ms: number) => Deadline
  readonly abort: AbortSignal | null
}

/** A deadline `ms` milliseconds from now, by a clock that nobody can set back. */
export function deadlineIn(ms: number, abort?: AbortSignal): Deadline {
  return until(performance.now() + ms, abort ?? null)
}

function until(end: number, abort: AbortSignal | null): Deadline {
  return {
    left: () => Math.max(0, end - performance.now()),
    within: (ms) => until(Math.min(end, performance.now() + ms), abort),
    abort,
  }
}

/** So that a page answers within three seconds, its rendering included. */
export const READ_BUDGET_MS = 2_700

export function readDeadline(): Deadline {
  return deadlineIn(READ_BUDGET_MS)
}
