import { fail, succeed, type Result } from '../platform/result'
import type { Details, ListProblem, ProblemCode } from './form-states'

/** An error as the browser may know it: its code, and the details that go with it. */
export function problemOf<Code extends string>(error: {
  readonly code: Code
}): Details & { readonly code: Code } {
  return { code: error.code, ...detailsOf(error) }
}

/** A result as the browser may know it. */
export function withProblem<Value>(
  result: Result<Value, { readonly code: ProblemCode }>,
): Result<Value, ListProblem> {
  return result.ok ? result : fail(problemOf(result.error))
}

/** What was read at `at`; `not-found` when there is nothing. */
export function viewOf<Found extends object>(
  found: Found | null,
  at: Date,
): Result<Found & { readonly readAt: string }, { readonly code: 'not-found' }> {
  if (found === null) return fail({ code: 'not-found' })
  return succeed({ ...found, readAt: at.toISOString() })
}

function detailsOf(error: object): Details {
  if ('requestId' in error && typeof error.requestId === 'string')
    return { reference: error.requestId }
  if ('retryAfterSeconds' in error && typeof error.retryAfterSeconds === 'number')
    return { retryAfterSeconds: error.retryAfterSeconds }
  return 'providerSkippedReauth' in error && typeof error.providerSkippedReauth === 'boolean'
    ? { providerSkippedReauth: error.providerSkippedReauth }
    : {}
}
