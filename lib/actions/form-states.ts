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
  /** One agent may do no more of it today. */
  | 'daily-limit'
  /** Said by the browser itself: the answer never arrived. */
  | 'no-answer'

/** The reference of an unforeseen error, whether the provider skipped a confirmation, or when to try again. */
export type Details = {
  readonly reference?: string
  readonly providerSkippedReauth?: boolean
  readonly retryAfterSeconds?: number
}

/** A code of an action, or of any problem, with its details. */
type FormProblem<Code extends string> = { readonly code: Code | ProblemCode } & Details
export type ListProblem = FormProblem<never>

type Stale = StaleAuth['code']

/** A safeguard that a removal has met, and what would be left. */
type Guarded<Code extends string> = {
  readonly code: Code
  readonly guard: Safeguard
  readonly impact: RemovalImpact
}

/**
 * Why a posted removal did not happen, for which device it was meant, and what was chosen; null before the first try.
 * `reason` none was chosen · `in-progress`, `not-removable` as the use case says · `confirm` a guard wants a confirmation · `refused` a guard refuses for this reason
 */
export type RemovalState =
  | ({ readonly device: string; readonly reason?: RemovalReason } & (
      | FormProblem<Stale | 'reason' | 'in-progress' | 'not-removable'>
      | Guarded<'confirm' | 'refused'>
    ))
  | null

/** `nickname` is what was typed, to be shown again. */
export type RenameState =
  { readonly code: 'saved' } | (ListProblem & { readonly nickname: string }) | null

/** Whether the person's word about a device was kept. `kind-known` its kind is known meanwhile. */
export type LabelState = { readonly code: 'labelled' } | FormProblem<Stale | 'kind-known'> | null

/** Whether a scheduled removal was undone. `too-late` it was carried out, or ended, before. */
export type UndoState = FormProblem<Stale | 'undone' | 'too-late'> | null

/** Why a clean-up did not start: `none` nothing was ticked · `confirm` rows of unknown kind want a confirmation · the use case explains the others. */
export type CleanUpState = FormProblem<
  Stale | 'none' | 'changed' | 'confirm' | 'in-progress'
> | null

/** Whether what still waited of a clean-up was taken back. */
export type UndoCleanUpState =
  { readonly code: 'undone'; readonly count: number } | FormProblem<Stale> | null

type StartCode = 'not-set-up' | 'no-place' | 'no-state' | 'no-phone'

/** Why no activation started. */
export type StartState = FormProblem<Stale | StartCode> | null

/** Whether an activation was undone without a receipt: nothing was added, or its phone is not listed yet. */
export type UndoActivationState = UndoState

/** How many sessions were ended. */
type Ended = { readonly code: 'ended'; readonly count: number }

/** What became of ending one's own other sessions; `gone` that one isn't active any more. */
export type RevokeSessionsState = Ended | { readonly code: 'gone' } | ListProblem | null

/** What can be wrong with the fields that each form of support has, and what was entered there. */
type CallFieldCode =
  | Extract<FieldCode, 'ticket' | 'not-verified' | 'call-number'>
  /** The number isn't the caller's, or too many were wrong today. */
  | 'wrong-number'
  | 'number-limit'
type CallDraft = { readonly ticket: string; readonly verified: boolean }

/** The result when an agent ends a person's sessions, with the form's input. `why` no reason was chosen. */
export type RevokeForPersonState =
  | Ended
  | (CallDraft & { readonly why?: EndReason } & FormProblem<
        Stale | 'why' | CallFieldCode | 'person-unknown'
      >)
  | null

/** The result of a support search, with the typed text. `limited` the agent searched too often within a minute. */
export type FindState =
  | ({ readonly by: LookUpKind; readonly text: string } & (
      | { readonly code: 'found'; readonly people: readonly FoundPerson[] }
      | { readonly code: 'limited'; readonly retryAfterSeconds: number }
      | ({ readonly code: 'blank-ends' | Exclude<ProblemCode, 'limited'> } & Details)
    ))
  | null

/**
 * Why an agent's removal did not happen, or why no second agent was asked, with the form's input.
 * - `approval` the removal needs a second agent: requestApprovalAction takes the same fields
 * - `refused` a safeguard refuses this reason: the person adds another device first
 * - `not-needed` one agent is enough (now)
 * - `asked-already` another agent has asked for the same device
 * - the others as in {@link RemovalState}
 */
export type SupportRemovalState =
  | (CallDraft & { readonly device: string; readonly reason?: RemovalReason } & (
        | FormProblem<
            | Stale
            | CallFieldCode
            | 'reason'
            | 'in-progress'
            | 'not-removable'
            | 'not-needed'
            | 'asked-already'
            | 'refused'
          >
        | Guarded<'approval' | 'refused'>
      ))
  | null

/**
 * The result of a decision.
 * - `own` an agent can't decide their own request
 * - `over` another agent decided, or the request expired
 * - `failed` approved, but the removal did not start: the approval says why
 */
export type DecisionState = FormProblem<Stale | 'declined' | 'own' | 'over' | 'failed'> | null

/** Whether an activation was prepared for the person, or why not, with the form’s input. */
export type PrepareState =
  | { readonly code: 'prepared'; readonly preparation: Preparation }
  | (CallDraft & { readonly start: Preparation['start'] } & FormProblem<
        Stale | CallFieldCode | 'person-unknown' | StartCode
      >)
  | null
