import 'server-only'
import { createRemoteJWKSet, customFetch as joseFetch, errors, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'
import type { SignInRefusal } from '../../audit/events/sign-in-events'
import { env } from '../../platform/env'
import { log } from '../../platform/log'
import { processSingleton } from '../../platform/process-singleton'
import { readBounded } from '../../platform/read-bounded'
import { LOCAL_HOSTS } from '../../platform/settings/kinds'
import { missingForProfile } from './profile'

const DEADLINE_MS = 1_500
const METADATA_LIFETIME_MS = 5 * 60_000
/** Far more than any provider's metadata, keys or tokens. */
const MOST_BYTES = 256 * 1024
/** A token may name any key, so the provider is asked for a new one at most this often. */
const NEW_KEYS_EVERY_MS = 30_000
/** A token may have any signature, so the provider is asked whether a known key has changed at most this often. */
const CHANGED_KEYS_EVERY_MS = 60_000

export const PROVIDER_UNAVAILABLE = 'ProviderUnavailable'
const METADATA = 'provider-metadata'
type ProviderRefusal = Extract<SignInRefusal, `provider-${string}`>

/** The OpenID provider could not be reached, took too long, or answered with something else than OpenID. */
export class ProviderUnavailable extends Error {
  override name = PROVIDER_UNAVAILABLE

  constructor(
    message: string,
    readonly reason: ProviderRefusal = 'provider-answer',
    options?: ErrorOptions & {
      /** What the provider would have to offer. */
      missing?: readonly string[]
    },
  ) {
    super(message, options)
    this.missing = options?.missing
  }

  readonly missing: readonly string[] | undefined
}

/** https is safe; http is only towards this machine, if the issuer itself is there. */
function isSafe(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  if (protocol === 'https:') return true
  return (
    protocol === 'http:' && LOCAL_HOSTS.has(hostname) && env().AUTH_OIDC_ISSUER.startsWith('http:')
  )
}

const KEPT_HEADERS = ['content-type', 'dpop-nonce']

/** `fetch` towards the provider, with a deadline and a limit on the answer. No redirects, and TLS is never given up. */
export async function providerFetch(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  if (!isSafe(input instanceof Request ? input.url : String(input)))
    throw new ProviderUnavailable('an address of the OpenID provider is not safe', METADATA)
  try {
    const response = await fetch(input, {
      ...init,
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(DEADLINE_MS),
    })
    const { status, headers } = response
    const kept = KEPT_HEADERS.flatMap((name) => {
      const value = headers.get(name)
      return value === null ? [] : [[name, value] as const]
    })
    const answer = { status, headers: Object.fromEntries(kept) }
    if (response.body === null) return new Response(null, answer)
    const body = await readBounded(response.body, MOST_BYTES)
    if (body === null) throw new ProviderUnavailable('the OpenID provider’s answer is endless')
    return new Response(body, answer)
  } catch (cause) {
    if (cause instanceof ProviderUnavailable) throw cause
    const message = 'no answer from the OpenID provider'
    throw new ProviderUnavailable(message, 'provider-unreachable', { cause })
  }
}

const endpoint = z.string().refine(isSafe, { error: 'is not safe' })

/** An endpoint under another name, for clients that prove themselves by a certificate (RFC 8705, 5). */
const aliases = z.looseObject({
  token_endpoint: endpoint.optional(),
  introspection_endpoint: endpoint.optional(),
  pushed_authorization_request_endpoint: endpoint.optional(),
})

const providerMetadata = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: endpoint.optional(),
  token_endpoint: endpoint.optional(),
  userinfo_endpoint: endpoint.optional(),
  jwks_uri: endpoint,
  end_session_endpoint: endpoint.optional(),
  introspection_endpoint: endpoint.optional(),
  pushed_authorization_request_endpoint: endpoint.optional(),
  require_pushed_authorization_requests: z.boolean().optional(),
  mtls_endpoint_aliases: aliases.optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
})
export type ProviderMetadata = z.infer<typeof providerMetadata>

/**
 * The provider's signing keys. `fetchAgain` is for a signature that didn't fit in a verification that began at `beganAt`
 * (`performance.now()`): false when there are no newer keys since then, and none can be fetched within this minute.
 */
export type ProviderKeys = JWTVerifyGetKey & {
  readonly fetchAgain?: (beganAt: number) => Promise<boolean>
}

type Discovered = { metadata: ProviderMetadata; keys: ProviderKeys; until: number }

const state = processSingleton('provider', () => ({
  cached: undefined as Discovered | undefined,
  asking: undefined as Promise<Discovered> | undefined,
}))

/** The provider is asked once, however many callers wait. */
function discover(): Promise<Discovered> {
  const { cached } = state
  if (cached && cached.until > Date.now()) return Promise.resolve(cached)
  return askForMetadata()
}

/** The address of the provider's metadata (OpenID Connect Discovery 1.0, 4). */
export function metadataAddress(): string {
  const issuer = env().AUTH_OIDC_ISSUER.replace(/\/$/, '')
  return new URL(`${issuer}/.well-known/openid-configuration`).href
}

/** The provider's metadata as they are now. They name our issuer, and only safe addresses. */
export async function freshMetadata(): Promise<ProviderMetadata> {
  return (await askForMetadata()).metadata
}

function askForMetadata(): Promise<Discovered> {
  state.asking ??= readMetadata().finally(() => (state.asking = undefined))
  return state.asking
}

async function readMetadata(): Promise<Discovered> {
  const response = await providerFetch(metadataAddress(), {
    headers: { Accept: 'application/json' },
  })
  const body: unknown = response.ok ? await response.json().catch(() => null) : null
  if (body === null) throw new ProviderUnavailable('the OpenID provider has no metadata')
  const parsed = providerMetadata.safeParse(body)
  if (!parsed.success)
    throw new ProviderUnavailable('the OpenID provider has no usable metadata', METADATA)
  const settings = env()
  const isByCertificate = settings.AUTH_OIDC_CLIENT_AUTH === 'tls_client_auth'
  const metadata = {
    ...parsed.data,
    ...(isByCertificate ? parsed.data.mtls_endpoint_aliases : {}),
  }
  if (metadata.issuer !== settings.AUTH_OIDC_ISSUER)
    throw new ProviderUnavailable('the OpenID provider’s metadata name another issuer', METADATA)
  const missing = missingForProfile(settings, metadata)
  if (missing.length > 0)
    throw new ProviderUnavailable(
      `the OpenID provider doesn’t do what AUTH_OIDC_PROFILE demands: its metadata lack ${missing.join('; ')}`,
      'provider-profile',
      { missing },
    )
  const { cached } = state
  const isSame = cached?.metadata.jwks_uri === metadata.jwks_uri
  const keys = cached && isSame ? cached.keys : keysAt(metadata.jwks_uri)
  return (state.cached = { metadata, keys, until: Date.now() + METADATA_LIFETIME_MS })
}

/** The keys of an address: fetched when needed, and again, not too often, when a token names an unknown one. */
function keysAt(address: string): ProviderKeys {
  const keys = createRemoteJWKSet(new URL(address), {
    timeoutDuration: DEADLINE_MS,
    // The code below decides when to fetch again: a first change of keys must not wait for the cool-down.
    cooldownDuration: Infinity,
    [joseFetch]: providerFetch,
  })
  let fetchedAt = -Infinity
  let fetching: Promise<void> | undefined
  const reloadEvery = (pauseMs: number) => {
    let notBefore = -Infinity
    return async (beganAt: number) => {
      if (fetchedAt >= beganAt) return true
      // Whoever comes meanwhile waits for the same answer.
      if (fetching === undefined) {
        if (performance.now() < notBefore) return false
        notBefore = performance.now() + pauseMs
        fetching = keys.reload().finally(() => (fetching = undefined))
      }
      await fetching
      fetchedAt = performance.now()
      return true
    }
  }
  const fetchNew = reloadEvery(NEW_KEYS_EVERY_MS)
  const find: JWTVerifyGetKey = async (header, token) => {
    const beganAt = performance.now()
    try {
      return await keys(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !(await fetchNew(beganAt))) throw error
      return keys(header, token)
    }
  }
  return Object.assign(find, { fetchAgain: reloadEvery(CHANGED_KEYS_EVERY_MS) })
}

/** The provider's metadata, which may be some minutes old. */
export async function knownMetadata(): Promise<ProviderMetadata> {
  return (await discover()).metadata
}

/** Why the provider can't be used under the chosen profile; null when it can, or when it doesn't answer. */
export async function profileProblem(): Promise<string | null> {
  try {
    await askForMetadata()
    return null
  } catch (err) {
    if (!(err instanceof ProviderUnavailable)) throw err
    if (err.reason === 'provider-profile') return err.message
    log().warn({ err }, 'the OpenID provider could not be asked what it does; sign-ins ask again')
    return null
  }
}

/** Whether the provider promises to name itself in its answers (RFC 9207). */
export async function namesIssuer(): Promise<boolean> {
  return (await discover()).metadata.authorization_response_iss_parameter_supported === true
}

/** The provider's signing keys; a new one is found without a restart, also one under an old name. */
export async function providerKeys(): Promise<ProviderKeys> {
  return (await discover()).keys
}

/** Where the provider ends its own session (RP-initiated logout); null when it offers none. */
export async function endSessionEndpoint(): Promise<string | null> {
  return (await discover()).metadata.end_session_endpoint ?? null
}

/** Where the provider says whether an opaque token is good (RFC 7662); null when it offers nothing of the kind. */
export async function introspectionEndpoint(): Promise<string | null> {
  return (await discover()).metadata.introspection_endpoint ?? null
}
