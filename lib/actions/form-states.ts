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
 * What goes with a code: the reference of what was unforeseen; of `stale-sign-in` whether the provider has just let the
 * person in without asking who they are; of `limited` when it may be tried again.
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

/** Whether a removal that waited was taken back. `too-late` it was carried out, or ended, before. */
export type UndoState =
  ({ readonly code: StaleAuth['code'] | 'undone' | 'too-late' | ProblemCode } & Details) | null

/** Why a clean-up was not begun: `none` nothing was ticked · the others as the use case says. */
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

/** Why no activation was begun: `stale-sign-in` the person must confirm that it's them first · the others as the use case says. */
export type StartState =
  | ({
      readonly code:
        StaleAuth['code'] | 'not-set-up' | 'no-place' | 'no-state' | 'no-phone' | ProblemCode
    } & Details)
  | null

/**
 * Whether an activation was taken back and has no receipt to lead to (yet): nothing was added, or the phone is removed as
 * soon as it is listed. `too-late` nothing of it can be taken back any more.
 */
export type UndoActivationState =
  ({ readonly code: StaleAuth['code'] | 'undone' | 'too-late' | ProblemCode } & Details) | null

/** What became of ending one's own other sessions; `gone` that one isn't active any more. */
export type RevokeSessionsState =
  | { readonly code: 'ended'; readonly count: number }
  | { readonly code: 'gone' }
  | ListProblem
  | null

/** What became of an agent's ending the sessions of a person, and what was entered; `why` no reason was chosen. */
export type RevokeForPersonState =
  | { readonly code: 'ended'; readonly count: number }
  | ({
      readonly why?: EndReason
      readonly ticket: string
      readonly verified: boolean
      readonly code: StaleAuth['code'] | 'why' | CallFieldCode | 'person-unknown' | ProblemCode
    } & Details)
  | null

/** What a search of support found, and what was typed; `limited` too many of them within a minute. */
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
 * Why an agent's removal did not happen, or why no second agent was asked, and what was typed. `approval` it takes a second
 * agent: requestApprovalAction, with the same fields · `refused` not for this reason, add first · `not-needed` one agent is enough
 * (any more) · `asked-already` somebody else has asked for the same device · the others as of {@link RemovalState}
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

/** What became of a decision. `own` nobody decides what they asked for · `over` decided by somebody else, or too late · `failed` approved, but the removal wasn't begun: the approval says why */
export type DecisionState =
  | ({
      readonly code: StaleAuth['code'] | 'declined' | 'own' | 'over' | 'failed' | ProblemCode
    } & Details)
  | null

/** Whether an activation was prepared for the person, or why not, and what was typed. `person-unknown` nobody has signed in to this portal with that identity */
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
