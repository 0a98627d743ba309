import 'server-only'
import { z } from 'zod'
import { env } from '../platform/env'
import { introspectionEndpoint, providerFetch, ProviderUnavailable } from './provider'

const introspectionAnswer = z.looseObject({ active: z.boolean() })

/**
 * Asks the provider about a token (RFC 7662) as the portal's own client. The answer as it came; `active: false` when the
 * provider can't be asked about tokens at all. Throws {@link ProviderUnavailable} when it gives no usable answer.
 */
export async function introspect(token: string): Promise<z.infer<typeof introspectionAnswer>> {
  const endpoint = await introspectionEndpoint()
  if (endpoint === null) return { active: false }
  const { AUTH_OIDC_CLIENT_ID, AUTH_OIDC_CLIENT_SECRET } = env()
  // RFC 6749 section 2.3.1: both parts are form-encoded before they are joined.
  const credentials = [AUTH_OIDC_CLIENT_ID, AUTH_OIDC_CLIENT_SECRET].map(formEncode).join(':')
  const response = await providerFetch(endpoint, {
    method: 'POST',
    headers: {
      Accept: 'application/json',
      Authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
    },
    body: new URLSearchParams({ token, token_type_hint: 'access_token' }),
  })
  const body: unknown = response.ok ? await response.json().catch(() => null) : null
  const parsed = introspectionAnswer.safeParse(body)
  if (!parsed.success) throw new ProviderUnavailable('the OpenID provider says nothing of a token')
  return parsed.data
}

function formEncode(text: string): string {
  return new URLSearchParams({ text }).toString().slice('text='.length)
}
