import 'server-only'
import {
  readAccessToken,
  type TokenError,
  type TokenHolder,
  type TokenScheme,
} from '../auth/oidc/access-token'
import { newProofNonce } from '../auth/oidc/api-token/dpop-proof'
import {
  meetsTokenAssurance,
  tokenAssurance,
  type TokenAssurance,
} from '../auth/oidc/api-token/token-assurance'
import { acceptedAlgorithms } from '../auth/oidc/claims'
import { unknownCaller } from '../web/client-address'
import { returnLimit, takeLimit, type LimitReached } from '../web/rate-limits'
import { env } from '../platform/env'
import { fail, succeed, type Result } from '../platform/result'
import type { Problem } from './problem'

export const SCOPES = [
  'recognize:client-states',
  'recognize:import',
  'recognize:activate',
  'recognize:report',
] as const
export type Scope = (typeof SCOPES)[number]

export type AdmissionRefusal = Problem & { readonly headers?: Readonly<Record<string, string>> }

/** Who may call an endpoint: admits a request within its limits, or says why not. */
export type Admission<Who> = {
  /** One of these is enough. Without any, no token is asked for. */
  readonly scopes: readonly Scope[]
  readonly admit: (request: Request, at: Date) => Promise<Result<Who, AdmissionRefusal>>
}

/** Admits calls without a token, within the limit of their address. */
export const withoutToken: Admission<null> = {
  scopes: [],
  admit: async (request) => {
    const counted = await takeLimit(...unknownCaller(request, 'calls'))
    return counted.ok ? succeed(null) : fail(limited(counted.error))
  },
}

/** Admits calls with a good access token that has one of the scopes. A bad token counts against the address that sent it. */
export function withToken(...scopes: readonly [Scope, ...Scope[]]): Admission<TokenHolder> {
  return { scopes, admit: (request, at) => admitHolder(request, scopes, at) }
}

async function admitHolder(
  request: Request,
  scopes: readonly Scope[],
  at: Date,
): Promise<Result<TokenHolder, AdmissionRefusal>> {
  const tokens = unknownCaller(request, 'tokens')
  const bound = { take: () => takeLimit(...tokens), giveBack: () => returnLimit(...tokens) }
  const holder = await readAccessToken(request, scopes, bound, at)
  if (holder.ok) {
    const known = await takeLimit('api-calls', personKey(holder.value))
    if (!known.ok) return fail(limited(known.error))
    if (!speaksForPerson(holder.value, scopes) || meetsTokenAssurance(holder.value, at))
      return holder
    const scheme = holder.value.binding?.key ? 'DPoP' : 'Bearer'
    return fail({ code: 'sign-in-insufficient', ...signInChallenge(scheme, tokenAssurance()) })
  }
  const { error } = holder
  if (error.code === 'limited') return fail(limited(error))
  if (error.code === 'provider-down') return fail(error)
  if (error.code === 'proof-nonce-missing') {
    // Everything else about the call is good, so it counts for its person.
    const known = await takeLimit('api-calls', personKey(error.holder))
    return fail(known.ok ? { code: error.code, ...nonceChallenge(at) } : limited(known.error))
  }
  // Only calls with a bad token are counted: strangers behind the same address must not shut out those with a good one.
  const unknown = await takeLimit(...unknownCaller(request, 'calls'))
  if (!unknown.ok) return fail(limited(unknown.error))
  return fail({ code: error.code, ...challenge(error, scopes) })
}

/** An import is the organisation's own: nobody has authenticated for it. */
function speaksForPerson({ scopes }: TokenHolder, asked: readonly Scope[]): boolean {
  return asked.some((scope) => scope !== 'recognize:import' && scopes.includes(scope))
}

/** A person at a provider, as the limits count them. */
export function personKey({ issuer, subject }: Pick<TokenHolder, 'issuer' | 'subject'>): string {
  return JSON.stringify([issuer, subject])
}

/** The problem of a caller who has reached a limit. */
export function limited({ retryAfterSeconds }: LimitReached): Problem {
  return { code: 'limited', retryAfter: retryAfterSeconds }
}

type Challenge = Required<Pick<AdmissionRefusal, 'headers'>>

/** RFC 6750 section 3, RFC 9449 section 7.1. */
function challenge(
  error: Exclude<TokenError, { readonly code: 'proof-nonce-missing' | 'provider-down' }>,
  scopes: readonly Scope[],
): Challenge {
  switch (error.code) {
    case 'token-missing':
      return challengeOf(env().API_BOUND_TOKENS === 'required' ? 'DPoP' : 'Bearer', [])
    case 'token-not-valid':
      return challengeOf(error.scheme, [['error', 'invalid_token']])
    case 'token-not-bound':
      return challengeOf('DPoP', [['error', 'invalid_token']])
    case 'scope-missing':
      return challengeOf(error.scheme, [
        ['error', 'insufficient_scope'],
        ['scope', scopes.join(' ')],
      ])
    case 'proof-not-valid':
      // A certificate is no matter of the scheme (RFC 8705, 3).
      return challengeOf(error.scheme, [
        ['error', error.scheme === 'DPoP' ? 'invalid_dpop_proof' : 'invalid_token'],
      ])
  }
}

/** RFC 9449 section 9. */
function nonceChallenge(at: Date): Challenge {
  const { headers } = challengeOf('DPoP', [['error', 'use_dpop_nonce']])
  return { headers: { ...headers, 'DPoP-Nonce': newProofNonce(at) } }
}

/** RFC 9470 section 3. */
function signInChallenge(
  scheme: TokenScheme,
  { acrValues, maxAgeSeconds }: TokenAssurance,
): Challenge {
  return challengeOf(scheme, [
    ['error', 'insufficient_user_authentication'],
    ...(acrValues === undefined ? [] : [['acr_values', acrValues.join(' ')] as const]),
    ...(maxAgeSeconds === undefined ? [] : [['max_age', String(maxAgeSeconds)] as const]),
  ])
}

function challengeOf(
  scheme: TokenScheme,
  parameters: readonly (readonly [name: string, value: string])[],
): Challenge {
  const algorithms = acceptedAlgorithms().join(' ')
  const all = [
    ['realm', 'recognize-portal'] as const,
    ...parameters,
    ...(scheme === 'DPoP' ? [['algs', algorithms] as const] : []),
  ]
  const said = all.map(([name, value]) => `${name}="${value}"`).join(', ')
  return { headers: { 'WWW-Authenticate': `${scheme} ${said}` } }
}
