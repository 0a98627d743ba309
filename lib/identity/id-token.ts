import 'server-only'
import { jwtVerify, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'
import { ROLES, type Role } from './actor'
import {
  ALGORITHMS,
  CLOCK_TOLERANCE_SECONDS,
  claimedIds,
  claimText,
  type IdClaimNames,
} from './claims'

/** Which claims mean what; from the configuration. */
export type ClaimNames = IdClaimNames & {
  readonly addresses: string
  readonly roles: string
  readonly roleValues: Readonly<Record<Role, string>>
}

/** What an ID token says about a person, in our words. */
export type Person = {
  readonly issuer: string
  readonly subject: string
  readonly displayName: string
  /** Where notices about this person go: well-formed, each once; none that the provider calls unverified. */
  readonly addresses: string[]
  readonly roles: Role[]
  /** The Recognize user ID of the claim, upper case; null when the claim is absent or no Recognize user ID. */
  readonly claimedUserId: string | null
  readonly externalUserId: string | null
  readonly authenticatedAt: Date | null
  /** How it was made sure who this is (OpenID Connect Core 2), in the provider's words. */
  readonly acr: string | null
  /** By what means (RFC 8176), in the provider's words; empty when it doesn't say. */
  readonly amr: string[]
  /** The provider's own session, by which it may end this sign-in from afar (OpenID Connect Back-Channel Logout 2.1); null when it names none. */
  readonly providerSession: string | null
  /** What the transaction that it answers was marked with by the portal (OpenID Connect Core 2). */
  readonly nonce: string | null
}

const claims = z.looseObject({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  aud: z.union([z.string(), z.array(z.string())]),
  azp: z.string().optional(),
  auth_time: z.number().optional(),
})

/** As browsers check it: one address, with nothing around it and no white space in it. */
const address = z.email({ pattern: z.regexes.html5Email }).max(254)
const MOST_ADDRESSES = 10
const MOST_MEANS = 20

const claimList = z.union([
  z.array(z.string()),
  z.string().transform((text) => text.split(/[\s,]+/)),
])

/**
 * Verifies an ID token (signature by the issuer's keys, algorithm, issuer, audience, authorised party, times) and reads it.
 * Throws on any doubt. The library that ran the code flow checks neither the signature nor, by default, the nonce.
 */
export async function readIdToken(
  token: string,
  expected: { issuer: string; clientId: string; keys: JWTVerifyGetKey; names: ClaimNames },
): Promise<Person> {
  const { payload } = await jwtVerify(token, expected.keys, {
    issuer: expected.issuer,
    audience: expected.clientId,
    algorithms: ALGORITHMS,
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    requiredClaims: ['iss', 'sub', 'aud', 'exp', 'iat'],
  })
  const { iss, sub, aud, azp, auth_time } = claims.parse(payload)
  if (payload.iat && payload.iat > Date.now() / 1000 + CLOCK_TOLERANCE_SECONDS)
    throw new Error('the ID token is from the future')
  if (azp === undefined ? Array.isArray(aud) && aud.length > 1 : azp !== expected.clientId)
    throw new Error('the ID token is for another party')
  const text = (name: string) => claimText.safeParse(payload[name]).data ?? null
  return {
    issuer: iss,
    subject: sub,
    displayName: visible(text('name') ?? text('preferred_username') ?? text('given_name') ?? ''),
    addresses: addressesOf(payload, expected.names.addresses),
    roles: rolesOf(payload[expected.names.roles], expected.names.roleValues),
    ...claimedIds(payload, expected.names),
    authenticatedAt: auth_time === undefined ? null : new Date(auth_time * 1000),
    acr: text('acr'),
    amr: claimList.safeParse(payload['amr']).data?.slice(0, MOST_MEANS) ?? [],
    providerSession: text('sid'),
    nonce: text('nonce'),
  }
}

/** The addresses of a claim that is one text or a list; what is no address is left out, never mended. */
function addressesOf(payload: Record<string, unknown>, name: string): string[] {
  // OpenID Connect Core 1.0, 5.1: it speaks of the claim `email` alone.
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

/** A name without what hides or turns around the text after it: it stands in sentences of ours, also before others. */
function visible(name: string): string {
  return name.replaceAll(/(?!\u200D)[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '').trim()
}
