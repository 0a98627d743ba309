import { z } from 'zod'

/**
 * Why nobody was signed in; stable words, for the trail and for the log.
 * - `cancelled` the person said no at the provider; `provider-refused` the provider did
 * - `no-cookies` the browser brought none of the portal's cookies; `attempt-unknown` it didn't begin this sign-in, or long ago
 * - `code-not-accepted`, `client-not-accepted` the provider didn't take the code, or the portal's own credentials
 * - `other-issuer` the answer came from another issuer than it was asked of (RFC 9207); `nonce` it belongs to another sign-in
 * - `token-…` the ID token: its form, kind, algorithm, key, signature, issuer, audience, times or other claims
 * - `authenticated-too-long-ago` the provider let in somebody whose last sign-in there is older than was asked for
 * - `provider-…` it wasn't reached in time, answered with something else than OpenID, or its metadata are not to be used
 * - `records-down` the portal can't use its database
 */
export const SIGN_IN_REFUSALS = [
  'cancelled',
  'provider-refused',
  'no-cookies',
  'attempt-unknown',
  'code-not-accepted',
  'client-not-accepted',
  'other-issuer',
  'nonce',
  'token-form',
  'token-kind',
  'token-algorithm',
  'token-key',
  'token-signature',
  'token-issuer',
  'token-audience',
  'token-times',
  'token-claims',
  'authenticated-too-long-ago',
  'provider-unreachable',
  'provider-answer',
  'provider-metadata',
  'records-down',
  'unexpected',
] as const
export type SignInRefusal = (typeof SIGN_IN_REFUSALS)[number]

export const SIGN_IN_EVENTS = [
  /** Nobody was signed in. Who it was isn't known: the actor is the portal itself. */
  z.object({
    type: z.literal('sign-in-refused'),
    version: z.literal(1),
    detail: z.object({ why: z.enum(SIGN_IN_REFUSALS) }),
  }),
] as const
