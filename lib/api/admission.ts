import 'server-only'
import { readAccessToken, type TokenHolder } from '../auth/oidc/access-token'
import { unknownCaller } from '../web/client-address'
import { returnLimit, takeLimit, type LimitReached } from '../web/rate-limits'
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
  const holder = await readAccessToken(request.headers.get('authorization'), scopes, bound, at)
  if (holder.ok) {
    const known = await takeLimit('api-calls', personKey(holder.value))
    return known.ok ? holder : fail(limited(known.error))
  }
  const { error } = holder
  if (error.code === 'limited') return fail(limited(error))
  if (error.code === 'provider-down') return fail(error)
  // Only calls with a bad token are counted: strangers behind the same address must not shut out those with a good one.
  const unknown = await takeLimit(...unknownCaller(request, 'calls'))
  return fail(unknown.ok ? { ...error, ...challenge(error.code, scopes) } : limited(unknown.error))
}

/** A person at a provider, as the limits count them. */
export function personKey({ issuer, subject }: Pick<TokenHolder, 'issuer' | 'subject'>): string {
  return JSON.stringify([issuer, subject])
}

/** The problem of a caller who has reached a limit. */
export function limited({ retryAfterSeconds }: LimitReached): Problem {
  return { code: 'limited', retryAfter: retryAfterSeconds }
}

/** RFC 6750 section 3. */
function challenge(
  code: Problem['code'],
  scopes: readonly Scope[],
): Pick<AdmissionRefusal, 'headers'> {
  const parts: Partial<Record<Problem['code'], string>> = {
    'token-missing': '',
    'token-not-valid': ', error="invalid_token"',
    'scope-missing': `, error="insufficient_scope", scope="${scopes.join(' ')}"`,
  }
  const part = parts[code]
  return part === undefined
    ? {}
    : { headers: { 'WWW-Authenticate': `Bearer realm="recognize-portal"${part}` } }
}
