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
  readonly roles: string
  readonly roleValues: Readonly<Record<Role, string>>
}

/** What an ID token says about a person, in our words. */
export type Person = {
  readonly issuer: string
  readonly subject: string
  readonly displayName: string
  readonly roles: Role[]
  /** The Recognize user ID of the claim, upper case; null when the claim is absent or no Recognize user ID. */
  readonly claimedUserId: string | null
  readonly externalUserId: string | null
  readonly authenticatedAt: Date | null
}

const claims = z.looseObject({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  aud: z.union([z.string(), z.array(z.string())]),
  azp: z.string().optional(),
  auth_time: z.number().optional(),
})

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
    displayName: text('name') ?? text('preferred_username') ?? text('given_name') ?? '',
    roles: rolesOf(payload[expected.names.roles], expected.names.roleValues),
    ...claimedIds(payload, expected.names),
    authenticatedAt: auth_time === undefined ? null : new Date(auth_time * 1000),
  }
}

function rolesOf(claim: unknown, values: ClaimNames['roleValues']): Role[] {
  const held = claimList.safeParse(claim).data ?? []
  return ROLES.filter((role) => held.includes(values[role]))
}
