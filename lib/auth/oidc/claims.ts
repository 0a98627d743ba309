import 'server-only'
import { z } from 'zod'
import { normaliseUserId } from '../../recognize/user-id'
import { PROVIDER_UNAVAILABLE } from './provider'
import type { ClaimedIds } from '../sessions/signed-in-person'

// What reading ID tokens, access tokens and logout tokens has in common.

/** Asymmetric only: with HMAC in the list the client secret would be a signing key. */
export const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'EdDSA'],
]
/** How far the provider's clock may be from ours where a token says from when and until when it is good. */
export const CLOCK_TOLERANCE_SECONDS = 30

/** The text of a claim; never empty, never endless. */
export const claimText = z.string().trim().min(1).max(512)

/** The names of the claims that identify a person in Recognize; from the configuration. */
export type IdClaimNames = { readonly userId: string; readonly externalUserId: string }

/** Reads a person's Recognize identity from the claims of a verified token. */
export function claimedIds(
  claims: Readonly<Record<string, unknown>>,
  names: IdClaimNames,
): ClaimedIds {
  const text = (name: string) => claimText.safeParse(claims[name]).data ?? null
  const userId = text(names.userId)
  return {
    claimedUserId: userId === null ? null : normaliseUserId(userId),
    externalUserId: text(names.externalUserId),
  }
}

/** jose's codes for a set of keys that took too long, is malformed, or was answered with an error. */
const KEYS_UNUSABLE = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'])

/** Whether a token could not be read because the provider, or its set of keys, could not be used. */
export function isProvidersFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  // By its code: the keys may come from another copy of the library than the caller's.
  if ('code' in error && KEYS_UNUSABLE.has(String(error.code))) return true
  return error.name === PROVIDER_UNAVAILABLE
}
