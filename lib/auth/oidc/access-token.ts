import 'server-only'
import { z } from 'zod'
import { env } from '../../platform/env'
import { log } from '../../platform/log'
import { fail, succeed, type Result } from '../../platform/result'
import { certificateThumbprint } from './api-token/client-certificate'
import { verifyProof } from './api-token/dpop-proof'
import { tokenBinding, type TokenBinding } from './api-token/token-binding'
import {
  acceptedAlgorithms,
  ALGORITHMS,
  BlankEnds,
  CLOCK_TOLERANCE_SECONDS,
  claimedIds,
  claimText,
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
    /** What the caller must prove to have; null for a token that whoever has it may use. */
    readonly binding: TokenBinding | null
    /** How, and when, the person proved who they are, as far as the token says so (RFC 9470, 6). */
    readonly acr: string | null
    readonly authenticatedAt: Date | null
  }

/** The schemes of the header `Authorization`: the second for a token that is bound to a key (RFC 9449, 7.1). */
export type TokenScheme = 'Bearer' | 'DPoP'

/** `scheme`: the one that the refused call used. `proof-nonce-missing` follows a token and a proof that are good. */
export type TokenError =
  | { readonly code: 'token-missing' }
  | { readonly code: 'provider-down' }
  | {
      readonly code: 'token-not-valid' | 'token-not-bound' | 'scope-missing' | 'proof-not-valid'
      readonly scheme: TokenScheme
    }
  | { readonly code: 'proof-nonce-missing'; readonly holder: TokenHolder }

/** What a good token must be; from the configuration. */
export type Expected = {
  readonly issuer: string
  readonly audience: string
  readonly names: IdClaimNames
  /** All that are safe, unless a profile accepts fewer. */
  readonly algorithms?: readonly string[]
}

/** RFC 6750 section 2.1; the length is more than any provider's header limit lets through. */
const AUTHORIZATION = /^(Bearer|DPoP) +([A-Za-z0-9._~+/-]{1,16000}=*)$/i
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
  cnf: tokenBinding.optional(),
  acr: claimText.optional().catch(undefined),
  auth_time: z.number().optional().catch(undefined),
})

/** A call, as far as it proves who makes it. */
export type PresentedCall = Pick<Request, 'headers' | 'method' | 'url'>

/**
 * Identifies the caller by an access token of our provider with one of `scopes`: a JWT, or one it is asked about. A token
 * that is bound to a key or a certificate needs the proof of it.
 */
export async function readAccessToken<Refusal>(
  call: PresentedCall,
  scopes: readonly string[],
  bound: Bound<Refusal>,
  at: Date,
): Promise<Result<TokenHolder, TokenError | Refusal>> {
  const authorization = call.headers.get('authorization')
  if (authorization === null) return fail({ code: 'token-missing' })
  const [, name = '', token] = AUTHORIZATION.exec(authorization) ?? []
  const scheme = name.toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer'
  if (token === undefined) return fail({ code: 'token-not-valid', scheme })
  const settings = env()
  const expected: Expected = {
    issuer: settings.AUTH_OIDC_ISSUER,
    audience: apiAudience(),
    names: {
      userId: settings.RECOGNIZE_USER_ID_CLAIM,
      externalUserId: settings.RECOGNIZE_EXTERNAL_ID_CLAIM,
    },
    algorithms: acceptedAlgorithms(),
  }
  try {
    const holder = await holderBehind(token, expected, bound, at)
    if (!holder.ok) return holder
    if (holder.value === null) return fail({ code: 'token-not-valid', scheme })
    const proven = await proveBinding(call, { token, scheme, holder: holder.value }, at)
    if (!proven.ok) return proven
    const isEnough = scopes.some((scope) => proven.value.scopes.includes(scope))
    return isEnough ? proven : fail({ code: 'scope-missing', scheme })
  } catch (err) {
    if (!isProvidersFault(err)) throw err
    log().warn({ err }, 'an access token could not be checked')
    return fail({ code: 'provider-down' })
  }
}

async function holderBehind<Refusal>(
  token: string,
  expected: Expected,
  bound: Bound<Refusal>,
  at: Date,
): Promise<Result<TokenHolder | null, Refusal>> {
  if (JWT.test(token))
    return succeed(await readJwt(token, { ...expected, keys: await providerKeys() }, at))
  const answer = await introspect(token, bound)
  return answer.ok ? succeed(readIntrospection(answer.value, expected, at)) : answer
}

type Presented = {
  readonly token: string
  readonly scheme: TokenScheme
  readonly holder: TokenHolder
}

/** Checks that the caller has what the token is bound to, and that they use the scheme which says so (RFC 9449, 7.2). */
async function proveBinding(
  call: PresentedCall,
  { token, scheme, holder }: Presented,
  at: Date,
): Promise<Result<TokenHolder, TokenError>> {
  const { binding } = holder
  const [key, certificate] = [binding?.key ?? null, binding?.certificate ?? null]
  if (binding === null && env().API_BOUND_TOKENS === 'required')
    return fail({ code: 'token-not-bound', scheme })
  if (scheme === 'DPoP' && key === null) return fail({ code: 'token-not-valid', scheme })
  if (scheme === 'Bearer' && key !== null) return fail({ code: 'proof-not-valid', scheme: 'DPoP' })
  if (certificate !== null && certificate !== certificateThumbprint(call.headers))
    return fail({ code: 'proof-not-valid', scheme: 'Bearer' })
  if (key === null) return succeed(holder)
  const address = new URL(new URL(call.url).pathname, env().AUTH_URL).href
  const proof = await verifyProof(
    call.headers.get('dpop'),
    { method: call.method, address, token, key },
    at,
  )
  if (proof.ok) return succeed(holder)
  return proof.error.code === 'proof-nonce-missing'
    ? fail({ code: 'proof-nonce-missing', holder })
    : fail({ code: 'proof-not-valid', scheme })
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
      algorithms: [...(expected.algorithms ?? ALGORITHMS)],
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
  const { iss, sub, aud, exp, iat, client_id, azp, scope, scp, cnf, acr, auth_time } = read.data
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
    binding: cnf ?? null,
    acr: acr ?? null,
    authenticatedAt: auth_time === undefined ? null : new Date(auth_time * 1000),
    ...claimedIds(payload, expected.names),
  }
}
