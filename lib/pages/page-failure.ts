import 'server-only'
import type { ListProblem, ProblemCode } from '../actions/form-states'
import { problemOf } from '../actions/problems'
import { fail, type Result } from '../platform/result'

/** Why a page can't show what was asked for, and the address that asks once more. */
export type PageFailure = { readonly problem: ListProblem; readonly retry: string }

/** The query of a page's address, as the framework gives it. */
export type SearchParams = Readonly<Record<string, string | string[] | undefined>>

/** The failure of a page, from the error of a use case. */
export function pageFailure(
  error: { readonly code: ProblemCode },
  retry: string,
): Result<never, PageFailure> {
  return fail({ problem: problemOf(error), retry })
}
