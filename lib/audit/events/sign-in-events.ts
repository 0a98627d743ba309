import { z } from 'zod'
import { defineEvent } from './recorded-shapes'

/**
 * Why a sign-in was refused; stable words for entries and for the process's log.
 * - `cancelled` the person said no at the provider; `provider-refused` the provider did
 * - `authentication-expired` the person took too long at the provider, twice in a row
 * - `no-cookies` the browser brought none of the portal's cookies; `attempt-unknown` it didn't begin this sign-in, or too long ago
 * - `request-not-accepted`, `code-not-accepted`, `client-not-accepted` the provider didn't take the pushed request, the code, or the portal's own credentials
 * - `other-issuer` the answer came from another issuer than it was asked of (RFC 9207); `nonce` it belongs to another sign-in
 * - `token-…` the ID token: its form, kind, algorithm, key, signature, issuer, audience, times, other claims, or an ID in it that begins or ends with what can't be seen
 * - `authenticated-too-long-ago` the person's last authentication at the provider is older than the portal asked for
 * - `provider-…` it wasn't reached in time, answered with something else than OpenID, its metadata are not to be used, or it doesn't do what the profile demands
 * - `records-down` the portal can't use its database
 */
export const SIGN_IN_REFUSALS = [
  'cancelled',
  'provider-refused',
  'authentication-expired',
  'no-cookies',
  'attempt-unknown',
  'request-not-accepted',
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
  'token-identity',
  'authenticated-too-long-ago',
  'provider-unreachable',
  'provider-answer',
  'provider-metadata',
  'provider-profile',
  'records-down',
  'unexpected',
] as const
export type SignInRefusal = (typeof SIGN_IN_REFUSALS)[number]

export const SIGN_IN_EVENTS = [
  /** A sign-in was refused. The person isn't known: the actor is the portal itself. */
  defineEvent('sign-in-refused', { why: z.enum(SIGN_IN_REFUSALS) }),
] as const
