import type { RememberedDevice } from '../audit/events/events'
import type { CallerCheck } from '../audit/events/support-events'
import type { RemovalImpact } from '../devices/model/removal-impact'
import type { Safeguard, RemovalReason } from '../devices/model/safeguards'

// The data that agents may see in a browser: Recognize user IDs, which agents ask for by name, and the provider's
// statements about the person. No keys, no client states and no codes.

/** What was typed into the search. */
export const LOOK_UP_KINDS = ['recognize-id', 'external-id', 'name'] as const
export type LookUpKind = (typeof LOOK_UP_KINDS)[number]

/** What the provider said of a person at their last sign-in to this portal. */
export type KnownPerson = {
  readonly displayName: string
  /** Their e-mail addresses with the middle left out. */
  readonly addresses: readonly string[]
  /** ISO 8601, UTC. */
  readonly seenAt: string
  /** Other accounts that were seen to have the same identity. Each of them may be the one that calls. */
  readonly others?: readonly KnownPerson[]
}

/** As little of a person as tells them apart from the others that were found. */
export type FoundName = Pick<KnownPerson, 'displayName' | 'addresses'> & {
  /** Null where the name alone is enough; then there are no addresses either. */
  readonly seenAt: string | null
}

/** A result of a search: one person with all their identities, or one identity that has never signed in here. */
export type FoundPerson = {
  /** Recognize user IDs, upper-case hex; the first one leads to the person's page. Empty: seen here, but not known to Recognize. */
  readonly userIds: readonly string[]
  readonly person: FoundName | null
  /** Whether the text is the whole name or address, and not only how it begins. */
  readonly exact: boolean
}

/** How far a request to a second agent is. */
export type ApprovalStatus =
  | 'open'
  | 'approved'
  | 'declined'
  | 'expired'
  /** Approved, but the removal did not start: `failure` says why. */
  | 'failed'

/** Why an approved removal did not start. `changed`: more would be lost now. `interrupted`: ask again. */
export const APPROVAL_FAILURES = [
  'changed',
  'requester-gone',
  'not-found',
  'not-removable',
  'in-progress',
  'service-down',
  'interrupted',
] as const
export type ApprovalFailure = (typeof APPROVAL_FAILURES)[number]

/** A request to a second agent, as agents see it; all times are ISO 8601 instants in UTC. */
export type Approval = {
  readonly number: string
  readonly status: ApprovalStatus
  /** Whose device it is. */
  readonly userId: string
  readonly person: string | null
  readonly deviceId: string
  readonly device: RememberedDevice
  readonly reason: RemovalReason
  readonly ticket: string
  readonly guard: Safeguard
  /** What would be left, as it was when the request was made. */
  readonly impact: RemovalImpact
  readonly requestedBy: string
  /** The requester's subject at the provider. Unlike the name, nobody chooses it. */
  readonly requesterAccount: string
  readonly callerCheck: CallerCheck
  /** Whether the agent who reads it made it, in this account or another one of theirs; then they can't decide it. */
  readonly isOwn: boolean
  readonly requestedAt: string
  readonly expiresAt: string
  readonly decidedBy: string | null
  readonly deciderAccount: string | null
  readonly decidedAt: string | null
  /** The receipt of the removal. Null until the removal has started. */
  readonly receipt: string | null
  readonly failure: ApprovalFailure | null
}

/** What an agent has prepared for a person, who begins it in their own portal. */
export type Preparation = {
  readonly number: string
  readonly start: 'backup' | 'old-phone'
  /** ISO 8601, UTC. */
  readonly preparedAt: string
  readonly expiresAt: string
}
