import { fail, type Result } from '../platform/result'
import type { ListProblem, ProblemCode } from './states'

/** An error as the browser may know it: its code, and the reference that leads to the log. */
export function problemOf<Code extends ProblemCode>(error: {
  readonly code: Code
}): ListProblem & { readonly code: Code } {
  return { code: error.code, ...referenceOf(error) }
}

/** A result as the browser may know it. */
export function withProblem<Value>(
  result: Result<Value, { readonly code: ProblemCode }>,
): Result<Value, ListProblem> {
  return result.ok ? result : fail(problemOf(result.error))
}

/** The reference of an error that has one. */
export function referenceOf(error: object): { readonly reference?: string } {
  return 'requestId' in error && typeof error.requestId === 'string'
    ? { reference: error.requestId }
    : {}
}
