import { fail, type Result } from '../platform/result'
import type { ListProblem, ProblemCode } from './states'

/** An error as the browser may know it: its code, and what helps whoever meets it. */
export function problemOf<Code extends ProblemCode>(error: {
  readonly code: Code
}): ListProblem & { readonly code: Code } {
  return { code: error.code, ...helpOf(error) }
}

/** A result as the browser may know it. */
export function withProblem<Value>(
  result: Result<Value, { readonly code: ProblemCode }>,
): Result<Value, ListProblem> {
  return result.ok ? result : fail(problemOf(result.error))
}

/** What an error says that helps: the reference that leads to the log, the seconds to wait. */
export function helpOf(error: object): Pick<ListProblem, 'reference' | 'retryAfterSeconds'> {
  return {
    ...('requestId' in error &&
      typeof error.requestId === 'string' && { reference: error.requestId }),
    ...('retryAfterSeconds' in error &&
      typeof error.retryAfterSeconds === 'number' && {
        retryAfterSeconds: error.retryAfterSeconds,
      }),
  }
}
