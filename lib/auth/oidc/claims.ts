import 'server-only'
import { jwtVerify, type JWTVerifyOptions, type JWTVerifyResult } from 'jose'
import { z } from 'zod'
import { env } from '../../platform/env'
import { log } from '../../platform/log'
import { rateLimitedLog } from '../../platform/rate-limited-log'
import { hasBlankEnds, isExternalUserId, normaliseUserId } from '../../recognize/user-id'
import { PROVIDER_UNAVAILABLE, type ProviderKeys } from './provider'
import { FAPI_ALGORITHMS } from './profile'
import type { ClaimedIds } from '../sessions/signed-in-person'

// What reading ID tokens, access tokens and logout tokens has in common.

/** Asymmetric only: with HMAC in the list the client secret would be a signing key. */
export const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'EdDSA'],
]

/** The algorithms that tokens of the provider may be signed with under the chosen profile. */
export function acceptedAlgorithms(): readonly string[] {
  return env().AUTH_OIDC_PROFILE === 'fapi2' ? FAPI_ALGORITHMS : ALGORITHMS
}

/** How far the provider's clock may be from ours where a token says from when and until when it is good. */
export const CLOCK_TOLERANCE_SECONDS = 30

/** The text of a claim as it is; never empty, never endless, and nothing hidden at its ends. */
export const claimText = z
  .string()
  .min(1)
  .max(512)
  .refine((text) => !hasBlankEnds(text))

/** The names of the claims that identify a person in Recognize; from the configuration. */
export type IdClaimNames = { readonly userId: string; readonly externalUserId: string }

type Claims = Readonly<Record<string, unknown>>

/** Reads a person's Recognize identity from the claims of a verified token. */
export function claimedIds(claims: Claims, names: IdClaimNames): ClaimedIds {
  reportClaimsByReference(claims, [names.userId, names.externalUserId])
  return {
    claimedUserId: userIdOf(claims, names.userId),
    externalUserId: externalIdOf(claims, names.externalUserId),
  }
}

const LONGEST_ID = 512
const idText = z.string().min(1).max(LONGEST_ID)
/** A larger number has lost digits when the token was read, and would be another person's. */
const idNumber = z.int().nonnegative().transform(String)
const idValue = z.union([idText, idNumber])
/** Directories keep lists, and some providers pass on a list of one as it is. */
const idClaim = z.union([idValue, z.tuple([idValue]).transform(([only]) => only)])

/** The ID in a claim; null without one. A claim that is there and can't be read is named in the log. */
function idOf(claims: Claims, name: string): string | null {
  const claim = claims[name]
  if (claim === undefined || claim === null || claim === '') return null
  const read = idClaim.safeParse(claim)
  if (!read.success) reportUnusableId(name, kindOfValue(claim))
  const id = read.data ?? null
  if (id !== null) refuseBlankEnds(id, name)
  return id
}

/** An ID in a token that begins or ends with something that can't be seen: without it, it would be another person's. */
export class BlankEnds extends Error {
  override name = 'BlankEnds'

  constructor(readonly claim: string) {
    super(`the claim ${claim} begins or ends with what can’t be seen`)
  }
}

/** Refuses an ID with blank ends. Nothing is cut off, because IDs are compared byte for byte. */
export function refuseBlankEnds(id: string, claim: string): void {
  if (hasBlankEnds(id)) throw new BlankEnds(claim)
}

function userIdOf(claims: Claims, name: string): string | null {
  const id = idOf(claims, name)
  const userId = id === null ? null : normaliseUserId(id)
  if (id !== null && userId === null) reportUnusableId(name, 'text that is no Recognize user ID')
  return userId
}

function externalIdOf(claims: Claims, name: string): string | null {
  const id = idOf(claims, name)
  if (id === null || isExternalUserId(id)) return id
  reportUnusableId(name, 'text that can be no external user ID')
  return null
}

function kindOfValue(value: unknown): string {
  if (Array.isArray(value)) return `list of ${value.length}`
  return typeof value === 'number' ? 'number that is not exact' : typeof value
}

/** The value itself stays out of the log. */
function reportUnusableId(claim: string, found: string): void {
  rateLimitedLog(`id-claim/${claim}`, 1, (leftOut) =>
    log().warn(
      { event: 'id-claim-unusable', claim, found, ...(leftOut > 0 && { leftOut }) },
      'a claim that should identify people in Recognize can’t be read',
    ),
  )
}

const byReference = z.looseObject({
  _claim_names: z.record(z.string(), z.unknown()).catch({}).default({}),
  hasgroups: z.unknown().optional(),
})

/**
 * Says in the log that a provider sent a claim of these `names` only as a reference (OpenID Connect Core 5.6.2, such as
 * the groups of somebody who is in too many). The portal follows no reference, so the claim counts as absent.
 */
export function reportClaimsByReference(claims: Claims, names: readonly string[]): void {
  const { _claim_names, hasgroups } = byReference.parse(claims)
  const referred = new Set([
    ...Object.keys(_claim_names),
    ...(hasgroups === undefined || hasgroups === false ? [] : ['groups']),
  ])
  for (const claim of new Set(names))
    if (referred.has(claim) && claims[claim] === undefined)
      rateLimitedLog(`claim-by-reference/${claim}`, 1, (leftOut) =>
        log().warn(
          {
            event: 'claim-by-reference',
            claim,
            hint: 'the provider must put it into the token: docs/providers.md',
            ...(leftOut > 0 && { leftOut }),
          },
          'the provider sent a claim only as a reference, so that it counts as absent',
        ),
      )
}

/**
 * Verifies a signed token with the provider's keys. A signature that doesn't fit may be a new key under an old name, so
 * that the keys are fetched once more; not often, because anybody can send such a token. Throws as the library does.
 */
export async function verifySigned(
  token: string,
  keys: ProviderKeys,
  options: JWTVerifyOptions,
): Promise<JWTVerifyResult> {
  const beganAt = performance.now()
  try {
    return await jwtVerify(token, keys, options)
  } catch (error) {
    if (!isBadSignature(error) || !(await keys.fetchAgain?.(beganAt))) throw error
    return jwtVerify(token, keys, options)
  }
}

function isBadSignature(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED'
  )
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
