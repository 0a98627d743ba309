/** What a role allows is decided in policy.ts; which claim values mean which role, in sign-in.ts. */
export const ROLES = ['support', 'auditor'] as const
export type Role = (typeof ROLES)[number]

/** A person at a provider: known by issuer and subject, never by an address. */
export type Account = { readonly issuer: string; readonly subject: string }

/** Who acts: a person signed in at the provider. Stays on the server. */
export type Actor = Account & {
  readonly displayName: string
  readonly roles: readonly Role[]
  /** The hashed id of the portal session. */
  readonly sessionHash: string
}

/** A member of support, with the Recognize user IDs and accounts that are their own: for those they can do nothing as support. */
export type Agent = Actor & {
  readonly ownUserIds: readonly string[]
  /** Other accounts that were seen to be the same human’s. */
  readonly ownAccounts?: readonly Account[]
}

/** The owner of devices: the Recognize users of one person. For an end user it comes from the session alone. */
export type Subject = Account & {
  /** Upper-case hex, at least one. */
  readonly userIds: readonly [string, ...string[]]
}

/** The person that an agent acts for: their Recognize users, and the accounts behind them. */
export type SupportSubject = {
  /** Upper-case hex; the one that was asked for comes first. */
  readonly userIds: readonly [string, ...string[]]
  /** The account that proved the identity last, unless the service says that it is not theirs any more. Null when no person with these Recognize users has signed in here. */
  readonly owner: Account | null
  /** Every account that was ever seen to have the Recognize user that was asked for. */
  readonly accounts: readonly KnownAccount[]
}

/** An account, and the Recognize user IDs that it was found to have at its last sign-in. */
export type KnownAccount = Account & { readonly userIds: readonly string[] }
