import 'server-only'
import { createRemoteJWKSet, customFetch as joseFetch, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'
import { env } from '../platform/env'

const DEADLINE_MS = 1_500
const METADATA_LIFETIME_MS = 5 * 60_000

export const PROVIDER_UNAVAILABLE = 'ProviderUnavailable'

/** The OpenID provider could not be reached, took too long, or answered with something else than OpenID. */
export class ProviderUnavailable extends Error {
  override name = PROVIDER_UNAVAILABLE
}

/** `fetch` towards the provider: a deadline on every call, and never to where a redirect points. */
export async function providerFetch(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  try {
    return await fetch(input, {
      ...init,
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(DEADLINE_MS),
    })
  } catch (cause) {
    throw new ProviderUnavailable('no answer from the OpenID provider', { cause })
  }
}

const providerMetadata = z.object({
  issuer: z.string(),
  jwks_uri: z.url(),
  end_session_endpoint: z.url().optional(),
  introspection_endpoint: z.url().optional(),
})
export type ProviderMetadata = z.infer<typeof providerMetadata>

type Discovered = { metadata: ProviderMetadata; keys: JWTVerifyGetKey; until: number }

let cached: Discovered | undefined
let asking: Promise<Discovered> | undefined

/** However many want to know at once, the provider is asked once. */
function discover(): Promise<Discovered> {
  if (cached && cached.until > Date.now()) return Promise.resolve(cached)
  asking ??= askForMetadata().finally(() => (asking = undefined))
  return asking
}

async function askForMetadata(): Promise<Discovered> {
  const issuer = env().AUTH_OIDC_ISSUER
  const response = await providerFetch(
    `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    { headers: { Accept: 'application/json' } },
  )
  const body: unknown = response.ok ? await response.json().catch(() => null) : null
  const parsed = providerMetadata.safeParse(body)
  if (!parsed.success) throw new ProviderUnavailable('the OpenID provider has no usable metadata')
  if (parsed.data.issuer !== issuer)
    throw new ProviderUnavailable('the OpenID provider’s metadata names another issuer')
  const keys = createRemoteJWKSet(new URL(parsed.data.jwks_uri), {
    timeoutDuration: DEADLINE_MS,
    [joseFetch]: providerFetch,
  })
  cached = { metadata: parsed.data, keys, until: Date.now() + METADATA_LIFETIME_MS }
  return cached
}

/** The provider's signing keys, fetched when needed and again when a token names a key that isn't known yet. */
export async function providerKeys(): Promise<JWTVerifyGetKey> {
  return (await discover()).keys
}

/** Where the provider ends its own session (RP-initiated logout); null when it offers none. */
export async function endSessionEndpoint(): Promise<string | null> {
  return (await discover()).metadata.end_session_endpoint ?? null
}

/** Where the provider says whether a token that isn't readable is good (RFC 7662); null when it offers nothing of the kind. */
export async function introspectionEndpoint(): Promise<string | null> {
  return (await discover()).metadata.introspection_endpoint ?? null
}
