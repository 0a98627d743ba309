import 'server-only'
import type { JWTPayload } from 'jose'
import { z } from 'zod'
import type { SignInRefusal } from '../../audit/events/sign-in-events'
import { showsSomething } from '../../platform/visible-text'
import { ROLES, type Role } from '../authorization/actor'
import {
  ALGORITHMS,
  BlankEnds,
  CLOCK_TOLERANCE_SECONDS,
  claimedIds,
  claimText,
  refuseBlankEnds,
  reportClaimsByReference,
  verifySigned,
  type IdClaimNames,
} from './claims'
import type { ClaimedIds, SignedInPerson } from '../sessions/signed-in-person'
import { ISSUED_AHEAD_SECONDS } from '../step-up/freshness'
import type { ProviderKeys } from './provider'
import { SignInRefused } from './sign-in-refusal'

/** Which claims mean what; from the configuration. */
export type ClaimNames = IdClaimNames & {
  readonly addresses: string
  readonly roles: string
  readonly roleValues: Readonly<Record<Role, string>>
}

const claims = z.looseObject({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  aud: z.union([z.string(), z.array(z.string())]),
  azp: z.string().optional(),
  iat: z.number(),
  auth_time: z.number().optional(),
})

/** The kinds that an ID token may state (RFC 8725, 3.11). Tokens of other kinds say so. */
const KINDS = new Set(['', 'jwt', 'application/jwt'])

/** One address as browsers check it, without white space. */
const address = z.email({ pattern: z.regexes.html5Email }).max(254)
const MOST_ADDRESSES = 10
const MOST_MEANS = 20

const claimList = z.union([
  z.array(z.string()),
  z.string().transform((text) => text.split(/[\s,]+/)),
])

type ExpectedSigner = {
  readonly issuer: string
  readonly clientId: string
  readonly keys: ProviderKeys
  /** All that are safe, unless a profile accepts fewer. */
  readonly algorithms?: readonly string[]
}

/** Verifies and reads an ID token; throws {@link SignInRefused} on doubt. Nonce and `at_hash` are left (ADR 0023). */
export async function readIdToken(
  token: string,
  expected: ExpectedSigner & { names: ClaimNames },
  at: Date,
): Promise<SignedInPerson> {
  const payload = await verifiedPayload(token, expected, at)
  const parsed = claims.safeParse(payload)
  if (!parsed.success) throw new SignInRefused('token-claims')
  const { iss, sub, aud, azp, iat, auth_time } = parsed.data
  // A logout token that doesn't name its kind (OpenID Connect Back-Channel Logout 1.0, 2.4).
  if (payload['events'] !== undefined) throw new SignInRefused('token-kind')
  const secondsAhead = Math.round(Math.max(iat, auth_time ?? 0) - at.getTime() / 1000)
  if (secondsAhead > ISSUED_AHEAD_SECONDS) throw new SignInRefused('token-times', { secondsAhead })
  if (azp === undefined ? Array.isArray(aud) && aud.length > 1 : azp !== expected.clientId)
    throw new SignInRefused('token-audience')
  const ids = exactIds(sub, payload, expected.names)
  const text = (name: string) => claimText.safeParse(payload[name]).data ?? null
  reportClaimsByReference(payload, [expected.names.roles, expected.names.addresses])
  return {
    issuer: iss,
    subject: sub,
    displayName: displayNameOf(payload),
    addresses: addressesOf(payload, expected.names.addresses),
    roles: rolesOf(payload[expected.names.roles], expected.names.roleValues),
    ...ids,
    authenticatedAt: auth_time === undefined ? null : new Date(auth_time * 1000),
    acr: text('acr'),
    amr: claimList.safeParse(payload['amr']).data?.slice(0, MOST_MEANS) ?? [],
    providerSession: text('sid'),
    nonce: text('nonce'),
  }
}

/** The person's IDs byte for byte; refuses the sign-in when one has blank ends. */
function exactIds(sub: string, payload: JWTPayload, names: ClaimNames): ClaimedIds {
  try {
    refuseBlankEnds(sub, 'sub')
    return claimedIds(payload, names)
  } catch (cause) {
    throw cause instanceof BlankEnds ? new SignInRefused('token-identity', { cause }) : cause
  }
}

async function verifiedPayload(
  token: string,
  { keys, issuer, clientId, algorithms = ALGORITHMS }: ExpectedSigner,
  at: Date,
): Promise<JWTPayload> {
  try {
    const { payload, protectedHeader } = await verifySigned(token, keys, {
      issuer,
      audience: clientId,
      algorithms: [...algorithms],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: at,
      requiredClaims: ['iss', 'sub', 'aud', 'exp', 'iat'],
    })
    if (!KINDS.has(protectedHeader.typ?.toLowerCase() ?? '')) throw new SignInRefused('token-kind')
    return payload
  } catch (error) {
    throw refusalOf(error, at) ?? error
  }
}

/** By the library's codes, which are stable. */
const REASONS: Partial<Record<string, SignInRefusal>> = {
  ERR_JWT_EXPIRED: 'token-times',
  ERR_JWS_INVALID: 'token-form',
  ERR_JWT_INVALID: 'token-form',
  ERR_JOSE_NOT_SUPPORTED: 'token-form',
  ERR_JOSE_ALG_NOT_ALLOWED: 'token-algorithm',
  ERR_JWKS_NO_MATCHING_KEY: 'token-key',
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: 'token-key',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'token-signature',
  ERR_JWKS_TIMEOUT: 'provider-unreachable',
  ERR_JWKS_INVALID: 'provider-answer',
  ERR_JOSE_GENERIC: 'provider-answer',
}
const CLAIM_REASONS: Partial<Record<string, SignInRefusal>> = {
  iss: 'token-issuer',
  aud: 'token-audience',
  nbf: 'token-times',
}

/** By shape, because the keys may come from another copy of the library than this one. */
const libraryError = z.object({
  code: z.string(),
  claim: z.string().optional(),
  reason: z.string().optional(),
  payload: z.object({ iat: z.number() }).optional().catch(undefined),
})

/** The library's errors hold the claims, so they go no further. */
function refusalOf(thrown: unknown, at: Date): SignInRefused | null {
  const error = libraryError.safeParse(thrown).data
  if (error === undefined || thrown instanceof SignInRefused) return null
  const reason =
    error.code === 'ERR_JWT_CLAIM_VALIDATION_FAILED' && error.reason !== 'missing'
      ? CLAIM_REASONS[error.claim ?? '']
      : REASONS[error.code]
  if (reason === undefined)
    return error.code.startsWith('ERR_J') ? new SignInRefused('token-claims') : null
  const iat = reason === 'token-times' ? error.payload?.iat : undefined
  const ahead = iat === undefined ? {} : { secondsAhead: Math.round(iat - at.getTime() / 1000) }
  return new SignInRefused(reason, ahead)
}

/** The addresses of a claim that is one text or a list. A malformed address is left out, never mended. */
function addressesOf(payload: Record<string, unknown>, name: string): string[] {
  // OpenID Connect Core 1.0, 5.1: `email_verified` speaks of the claim `email` alone.
  if (name === 'email' && payload['email_verified'] === false) return []
  const stated = [payload[name]].flat().flatMap((value) => address.safeParse(value).data ?? [])
  const lower = stated.map((text) => text.toLowerCase())
  return stated
    .filter((_, place) => lower.indexOf(lower[place] ?? '') === place)
    .slice(0, MOST_ADDRESSES)
}

function rolesOf(claim: unknown, values: ClaimNames['roleValues']): Role[] {
  const held = claimList.safeParse(claim).data ?? []
  return ROLES.filter((role) => held.includes(values[role]))
}

/** The first name that shows anything; empty when none does. */
function displayNameOf(payload: JWTPayload): string {
  return (
    NAMES.map((name) => visible(nameText.safeParse(payload[name]).data ?? '')).find(
      showsSomething,
    ) ?? ''
  )
}

const nameText = z.string().trim().min(1).max(512)
const NAMES = ['name', 'preferred_username', 'given_name', 'nickname', 'email'] as const

/** A name without characters that hide or turn around the text after it: the name stands in sentences of the portal. */
function visible(name: string): string {
  return name.replaceAll(/(?!\u200D)[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '').trim()
}
