/** What a role allows is decided in policy.ts; which claim values mean which role, in sign-in.ts. */
export const ROLES = ['support', 'auditor'] as const
export type Role = (typeof ROLES)[number]

/** Who acts: a person signed in at the provider, known by issuer and subject, never by an address. Stays on the server. */
export type Actor = {
  readonly issuer: string
  readonly subject: string
  readonly displayName: string
  readonly roles: readonly Role[]
  /** The hashed id of the portal sign-in. */
  readonly signIn: string
}

/** Whose devices: the Recognize users of one person. For an end user it comes from the sign-in alone, never from a request. */
export type Subject = {
  readonly issuer: string
  readonly subject: string
  /** Upper-case hex, at least one. */
  readonly userIds: readonly [string, ...string[]]
}
