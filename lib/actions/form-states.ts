import type { EndReason } from '../audit/events/support-events'
import type { Safeguard, RemovalReason } from '../devices/model/safeguards'
import type { RemovalImpact } from '../devices/model/removal-impact'
import type { ReadError } from '../devices/list/read-devices'
import type { FoundPerson, LookUpKind, Preparation } from '../support/support-state'
import type { StaleAuth } from '../auth/step-up/freshness'
import type { ActionError } from './define-action'
import type { FieldCode } from './form-fields'

// What actions tell the browser: codes, and a reference to the log. Texts are chosen by the components.

/** Why the list, or something else that was asked for, can't be shown. */
export type ProblemCode =
  | ActionError['code']
  | ReadError['code']
  /** Said by the browser itself: the answer never arrived. */
  | 'no-answer'

/**
 * The details of a code. An unforeseen error has a reference. `stale-sign-in` says whether the provider let the person
 * in without asking who they are. `limited` says when the person may try again.
 */
export type Details = {
  readonly reference?: string
  readonly providerSkippedReauth?: boolean
  readonly retryAfterSeconds?: number
}

export type ListProblem = { readonly code: ProblemCode } & Details

/**
 * Why a posted removal did not happen, for which device it was meant, and what was chosen; null before the first try.
 * `reason` none was chosen · `in-progress`, `not-removable` as the use case says · `confirm` a guard wants a confirmation · `refused` a guard refuses for this reason
 */
export type RemovalState =
  | ({ readonly device: string; readonly reason?: RemovalReason } & (
      | ListProblem
      | ({
          readonly code: StaleAuth['code'] | 'reason' | 'in-progress' | 'not-removable'
        } & Details)
      | {
          readonly code: 'confirm' | 'refused'
          readonly guard: Safeguard
          readonly impact: RemovalImpact
        }
    ))
  | null

/** `nickname` is what was typed, to be shown again. */
export type RenameState =
  | { readonly code: 'saved' }
  | ({ readonly code: ProblemCode; readonly nickname: string } & Details)
  | null

/** Whether a scheduled removal was undone. `too-late` it was carried out, or ended, before. */
export type UndoState =
  ({ readonly code: StaleAuth['code'] | 'undone' | 'too-late' | ProblemCode } & Details) | null

/** Why a clean-up did not start: `none` nothing was ticked · the use case explains the others. */
export type CleanUpState =
  | ({
      readonly code: StaleAuth['code'] | 'none' | 'changed' | 'in-progress' | ProblemCode
    } & Details)
  | null

/** Whether what still waited of a clean-up was taken back. */
export type UndoCleanUpState =
  | { readonly code: 'undone'; readonly count: number }
  | ({ readonly code: StaleAuth['code'] | ProblemCode } & Details)
  | null

/** Why no activation started. */
export type StartState =
  | ({
      readonly code:
        StaleAuth['code'] | 'not-set-up' | 'no-place' | 'no-state' | 'no-phone' | ProblemCode
    } & Details)
  | null

/** Whether an activation was undone without a receipt: nothing was added, or its phone is not listed yet. */
export type UndoActivationState =
  ({ readonly code: StaleAuth['code'] | 'undone' | 'too-late' | ProblemCode } & Details) | null

/** What became of ending one's own other sessions; `gone` that one isn't active any more. */
export type RevokeSessionsState =
  | { readonly code: 'ended'; readonly count: number }
  | { readonly code: 'gone' }
  | ListProblem
  | null

/** The result when an agent ends a person's sessions, with the form's input. `why` no reason was chosen. */
export type RevokeForPersonState =
  | { readonly code: 'ended'; readonly count: number }
  | ({
      readonly why?: EndReason
      readonly ticket: string
      readonly verified: boolean
      readonly code: StaleAuth['code'] | 'why' | CallFieldCode | 'person-unknown' | ProblemCode
    } & Details)
  | null

/** The result of a support search, with the typed text. `limited` the agent searched too often within a minute. */
export type FindState =
  | ({ readonly by: LookUpKind; readonly text: string } & (
      | { readonly code: 'found'; readonly people: readonly FoundPerson[] }
      | { readonly code: 'limited'; readonly retryAfterSeconds: number }
      | (ListProblem & { readonly code: Exclude<ProblemCode, 'limited'> })
    ))
  | null

/** What can be wrong with the fields that each form of support has. */
type CallFieldCode = Extract<FieldCode, 'ticket' | 'not-verified'>

type SupportRemovalCode =
  | CallFieldCode
  | 'reason'
  | StaleAuth['code']
  | 'in-progress'
  | 'not-removable'
  | 'not-needed'
  | 'asked-already'
  | 'refused'

/**
 * Why an agent's removal did not happen, or why no second agent was asked, with the form's input.
 * - `approval` the removal needs a second agent: requestApprovalAction takes the same fields
 * - `refused` a safeguard refuses this reason: the person adds another device first
 * - `not-needed` one agent is enough (now)
 * - `asked-already` another agent has asked for the same device
 * - the others as in {@link RemovalState}
 */
export type SupportRemovalState =
  | ({
      readonly device: string
      readonly reason?: RemovalReason
      readonly ticket: string
      readonly verified: boolean
    } & (
      | ({ readonly code: SupportRemovalCode | ProblemCode } & Details)
      | {
          readonly code: 'approval' | 'refused'
          readonly guard: Safeguard
          readonly impact: RemovalImpact
        }
    ))
  | null

/**
 * The result of a decision.
 * - `own` an agent can't decide their own request
 * - `over` another agent decided, or the request expired
 * - `failed` approved, but the removal did not start: the approval says why
 */
export type DecisionState =
  | ({
      readonly code: StaleAuth['code'] | 'declined' | 'own' | 'over' | 'failed' | ProblemCode
    } & Details)
  | null

/** Whether an activation was prepared for the person, or why not, with the form’s input. */
export type PrepareState =
  | { readonly code: 'prepared'; readonly preparation: Preparation }
  | ({
      readonly start: Preparation['start']
      readonly ticket: string
      readonly verified: boolean
      readonly code:
        | StaleAuth['code']
        | CallFieldCode
        | 'person-unknown'
        | 'not-set-up'
        | 'no-place'
        | 'no-state'
        | 'no-phone'
        | ProblemCode
    } & Details)
  | null
