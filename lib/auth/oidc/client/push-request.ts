import 'server-only'
import { z } from 'zod'
import type { SignInRefusal } from '../../../audit/events/sign-in-events'
import { env } from '../../../platform/env'
import { providerFetch, ProviderUnavailable, knownMetadata } from '../provider'
import { SignInRefused } from '../sign-in-refusal'
import { withCredentials } from './authenticate-client'

const pushed = z.looseObject({
  request_uri: z
    .string()
    .max(2000)
    .regex(/^[\x21-\x7e]+$/),
})
const refusal = z.looseObject({ error: z.string() })

const REFUSALS: Partial<Record<string, SignInRefusal>> = {
  invalid_client: 'client-not-accepted',
  unauthorized_client: 'client-not-accepted',
}

/**
 * Pushes the request at this address to the provider (RFC 9126), where the profile, the setting or the provider asks for
 * that; gives the address that stands for it. A request that can't be pushed is never sent the plain way.
 */
export async function pushRequest(address: string): Promise<string> {
  const { AUTH_OIDC_PROFILE, AUTH_OIDC_PAR, AUTH_OIDC_CLIENT_ID } = env()
  const metadata = await knownMetadata()
  const isDue =
    AUTH_OIDC_PROFILE === 'fapi2' ||
    AUTH_OIDC_PAR === 'always' ||
    metadata.require_pushed_authorization_requests === true
  if (!isDue) return address
  const endpoint = metadata.pushed_authorization_request_endpoint
  if (endpoint === undefined)
    throw new ProviderUnavailable(
      'the OpenID provider takes no pushed requests',
      'provider-profile',
      {
        missing: ['pushed_authorization_request_endpoint'],
      },
    )
  const plain = new URL(address)
  const response = await providerFetch(endpoint, await withCredentials(plain.searchParams))
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) throw refusedWith(response.status, body)
  const answer = pushed.safeParse(body).data
  if (answer === undefined) throw new ProviderUnavailable('a pushed request has no address')
  plain.search = new URLSearchParams({
    client_id: AUTH_OIDC_CLIENT_ID,
    request_uri: answer.request_uri,
  }).toString()
  return plain.href
}

function refusedWith(status: number, body: unknown): Error {
  const { error } = refusal.safeParse(body).data ?? {}
  if (status >= 500 || error === undefined)
    return new ProviderUnavailable(`the endpoint for pushed requests answers ${status}`)
  return new SignInRefused(REFUSALS[error] ?? 'request-not-accepted')
}
