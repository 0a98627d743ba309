import type { Account, Role } from '../authorization/actor'

/** A person's identity in Recognize, as far as the claims state it. */
export type ClaimedIds = {
  /** The Recognize user ID of the claim, upper case; null when the claim is absent or no Recognize user ID. */
  readonly claimedUserId: string | null
  readonly externalUserId: string | null
}

/** A person who has just signed in, as the provider's ID token describes them. */
export type SignedInPerson = Account &
  ClaimedIds & {
    readonly displayName: string
    /** Where mails to this person go: well-formed, each once; none that the provider calls unverified. */
    readonly addresses: string[]
    readonly roles: Role[]
    readonly authenticatedAt: Date | null
    /** How the provider made sure who this is (OpenID Connect Core 2), in its own words. */
    readonly acr: string | null
    /** By what means (RFC 8176), in the provider's words; empty when it doesn't say. */
    readonly amr: string[]
    /** The provider's own session, by which it may end the portal's (OpenID Connect Back-Channel Logout 2.1); null when it names none. */
    readonly providerSession: string | null
    /** The portal's mark of the transaction that the ID token answers (OpenID Connect Core 2). */
    readonly nonce: string | null
  }
