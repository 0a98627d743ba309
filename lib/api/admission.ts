import 'server-only'
import { readAccessToken, type Holder } from '../identity/access-token'
import { giveBack, take, type Limited } from '../limits/limits'
import { fail, succeed, type Result } from '../platform/result'
import type { Problem } from './problem'

export const SCOPES = [
  'recognize:client-states',
  'recognize:import',
  'recognize:activate',
  'recognize:report',
] as const
export type Scope = (typeof SCOPES)[number]

export type Refusal = Problem & { readonly headers?: Readonly<Record<string, string>> }

/** Who may call an endpoint: lets a request in, within its limits, or says why not. */
export type Admission<Who> = {
  /** Any one of these is enough; none: no token is asked for. */
  readonly scopes: readonly Scope[]
  readonly admit: (request: Request, at: Date) => Promise<Result<Who, Refusal>>
}

/** Everybody, as often as an address may call without a token. */
export const everybody: Admission<null> = {
  scopes: [],
  admit: async (request) => {
    const counted = await take('unknown-callers', addressOf(request))
    return counted.ok ? succeed(null) : fail(limited(counted.error))
  },
}

/** Whoever brings a good access token with one of the scopes. What is no good counts against the address it came from. */
export function holders(...scopes: readonly [Scope, ...Scope[]]): Admission<Holder> {
  return { scopes, admit: (request, at) => admitHolder(request, scopes, at) }
}

async function admitHolder(
  request: Request,
  scopes: readonly Scope[],
  at: Date,
): Promise<Result<Holder, Refusal>> {
  const address = addressOf(request)
  // Before the token: checking one is work, here and at the provider.
  const unknown = await take('unknown-callers', address)
  if (!unknown.ok) return fail(limited(unknown.error))
  const holder = await readAccessToken(request.headers.get('authorization'), scopes, at)
  if (!holder.ok) return fail({ ...holder.error, ...challenge(holder.error.code, scopes) })
  await giveBack('unknown-callers', address)
  const known = await take('api-calls', personKey(holder.value))
  return known.ok ? holder : fail(limited(known.error))
}

/** A person at a provider, as the limits count them. */
export function personKey({ issuer, subject }: Pick<Holder, 'issuer' | 'subject'>): string {
  return JSON.stringify([issuer, subject])
}

/** The problem of somebody who called too often. */
export function limited({ retryAfterSeconds }: Limited): Problem {
  return { code: 'limited', retryAfter: retryAfterSeconds }
}

/**
 * The address a request came from: the last one in `X-Forwarded-For`, which the nearest proxy has written. Everything
 * before it is what the caller says. Without a proxy Next writes the connection's own address there, unless the caller
 * has sent the header: whoever lets callers reach the portal directly gives this limit away, and no other.
 */
export function addressOf(request: Request): string {
  const hops = request.headers.get('x-forwarded-for')?.split(',') ?? []
  return hops.at(-1)?.trim() ?? ''
}

/** RFC 6750 section 3. */
function challenge(code: Problem['code'], scopes: readonly Scope[]): Pick<Refusal, 'headers'> {
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
