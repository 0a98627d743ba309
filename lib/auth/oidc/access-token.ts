import 'server-only'
import { z } from 'zod'
import { env } from '../../platform/env'
import { log } from '../../platform/log'
import { fail, succeed, type Result } from '../../platform/result'
import {
  ALGORITHMS,
  BlankEnds,
  CLOCK_TOLERANCE_SECONDS,
  claimedIds,
  isProvidersFault,
  refuseBlankEnds,
  verifySigned,
  type IdClaimNames,
} from './claims'
import { introspect, type Bound } from './introspection'
import { providerKeys, type ProviderKeys } from './provider'
import type { Account } from '../authorization/actor'
import type { ClaimedIds } from '../sessions/signed-in-person'

/** The person that an access token speaks for, and the app that uses it. Stays on the server. */
export type TokenHolder = Account &
  ClaimedIds & {
    /** The OAuth client that got the token; `not-stated` when the token names none. */
    readonly clientId: string
    readonly scopes: readonly string[]
  }

export type TokenError = {
  readonly code: 'token-missing' | 'token-not-valid' | 'scope-missing' | 'provider-down'
}

/** What a good token must be; from the configuration. */
export type Expected = {
  readonly issuer: string
  readonly audience: string
  readonly names: IdClaimNames
}

/** RFC 6750 section 2.1; the length is more than any provider's header limit lets through. */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]{1,16000}=*)$/i
const JWT = /^[\w-]+\.[\w-]+\.[\w-]*$/

/** RFC 9068 section 4; many providers still say `JWT`, or nothing. Logout tokens, ID tokens and proofs name other kinds. */
const TYPES = new Set(['', 'jwt', 'at+jwt', 'application/at+jwt'])
/** Claims of an ID token (OpenID Connect Core 2 and 3.3.2.11) or a logout token (Back-Channel Logout 2.4) that doesn't name its kind. */
const OTHER_KINDS = ['nonce', 'at_hash', 'c_hash', 'events'] as const

const claims = z.looseObject({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
  iat: z.number().optional(),
  client_id: z.string().min(1).max(255).optional(),
  azp: z.string().min(1).max(255).optional(),
  scope: z.string().max(4000).optional(),
  // A list in Okta's tokens, a text in Microsoft's.
  scp: z.union([z.string().max(4000), z.array(z.string())]).optional(),
  // Only the owner of a key may use a token with this claim (RFC 7800). Nothing here asks for that key, so such a token is refused.
  cnf: z.undefined().optional(),
})

/** Identifies the caller by a bearer token of our provider with one of `scopes`: a JWT, or one it is asked about. */
export async function readAccessToken<Refusal>(
  authorization: string | null,
  scopes: readonly string[],
  bound: Bound<Refusal>,
  at: Date,
): Promise<Result<TokenHolder, TokenError | Refusal>> {
  const [, token] = BEARER.exec(authorization ?? '') ?? []
  if (token === undefined)
    return fail({ code: authorization === null ? 'token-missing' : 'token-not-valid' })
  const settings = env()
  const expected: Expected = {
    issuer: settings.AUTH_OIDC_ISSUER,
    audience: apiAudience(),
    names: {
      userId: settings.RECOGNIZE_USER_ID_CLAIM,
      externalUserId: settings.RECOGNIZE_EXTERNAL_ID_CLAIM,
    },
  }
  try {
    if (JWT.test(token)) {
      const holder = await readJwt(token, { ...expected, keys: await providerKeys() }, at)
      return withScope(holder, scopes)
    }
    const answer = await introspect(token, bound)
    return answer.ok ? withScope(readIntrospection(answer.value, expected, at), scopes) : answer
  } catch (err) {
    if (!isProvidersFault(err)) throw err
    log().warn({ err }, 'an access token could not be checked')
    return fail({ code: 'provider-down' })
  }
}

function withScope(
  holder: TokenHolder | null,
  scopes: readonly string[],
): Result<TokenHolder, TokenError> {
  if (holder === null) return fail({ code: 'token-not-valid' })
  const isEnough = scopes.some((scope) => holder.scopes.includes(scope))
  return isEnough ? succeed(holder) : fail({ code: 'scope-missing' })
}

/** The audience that a token for this API must name (RFC 8707): the address of the API, unless configured otherwise. */
export function apiAudience(): string {
  const { API_AUDIENCE, AUTH_URL } = env()
  return API_AUDIENCE ?? `${new URL(AUTH_URL).origin}/api/v1`
}

/** Verifies a JWT and reads it; null on any doubt about it. Throws when the keys can't be fetched. */
export async function readJwt(
  token: string,
  expected: Expected & { readonly keys: ProviderKeys },
  at: Date,
): Promise<TokenHolder | null> {
  try {
    const { payload, protectedHeader } = await verifySigned(token, expected.keys, {
      issuer: expected.issuer,
      audience: expected.audience,
      algorithms: ALGORITHMS,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: at,
      requiredClaims: ['iss', 'sub', 'aud', 'exp'],
    })
    if (!TYPES.has(protectedHeader.typ?.toLowerCase() ?? '')) return null
    if (OTHER_KINDS.some((name) => payload[name] !== undefined)) return null
    return holderOf(payload, expected, at)
  } catch (err) {
    if (isProvidersFault(err)) throw err
    return null
  }
}

/** Reads the provider's answer about a token (RFC 7662 section 2.2); null unless it says that the token is good, and for this API. */
export function readIntrospection(
  answer: Readonly<Record<string, unknown>>,
  expected: Expected,
  at: Date,
): TokenHolder | null {
  if (answer['active'] !== true) return null
  // The issuer is optional here: the provider that answers is the issuer.
  try {
    return holderOf({ iss: expected.issuer, ...answer }, expected, at)
  } catch (error) {
    if (error instanceof BlankEnds) return null
    throw error
  }
}

function holderOf(
  payload: Readonly<Record<string, unknown>>,
  expected: Expected,
  at: Date,
): TokenHolder | null {
  const read = claims.safeParse(payload)
  if (!read.success) return null
  const { iss, sub, aud, exp, iat, client_id, azp, scope, scp } = read.data
  const seconds = at.getTime() / 1000
  const isForHere =
    iss === expected.issuer &&
    [aud].flat().includes(expected.audience) &&
    exp > seconds - CLOCK_TOLERANCE_SECONDS &&
    (iat === undefined || iat <= seconds + CLOCK_TOLERANCE_SECONDS)
  if (!isForHere) return null
  refuseBlankEnds(sub, 'sub')
  return {
    issuer: iss,
    subject: sub,
    clientId: client_id ?? azp ?? 'not-stated',
    scopes: [scope ?? scp ?? []].flat().flatMap((text) => text.split(' ').filter(Boolean)),
    ...claimedIds(payload, expected.names),
  }
}
