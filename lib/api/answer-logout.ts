import 'server-only'
import { revokeByLogoutToken } from '../auth/oidc/backchannel-logout'
import { addressOf } from '../web/client-address'
import { log } from '../platform/log'
import { takeLimit } from '../web/rate-limits'
import { readBody, SMALL_BODY } from '../web/read-body'

// The token's signature alone proves the sender: a provider sends no headers of a browser and no cookie.

/**
 * Answers the provider's back-channel logout (OpenID Connect Back-Channel Logout 1.0, section 2.8).
 * - 200 done, also when there was nothing left to revoke
 * - 400 the token is bad, or was used before
 * - 429 too many bad tokens came from this address
 * - 503 the provider should send the token again later
 */
export async function answerLogout(request: Request, at: Date): Promise<Response> {
  const address = addressOf(request.headers)
  const form = await readBody(request, { limit: SMALL_BODY, type: 'form' })
  const [token, ...more] = form.ok ? form.value.getAll('logout_token') : []
  const ended = token && more.length === 0 ? await revokeByLogoutToken(token, at) : null
  if (ended?.ok) return answer(200)
  if (ended?.error.code === 'unavailable') return answer(503, { 'Retry-After': '30' })
  // Counted after the token was checked, which costs little: a flood of bad tokens can't keep the provider's own out.
  const within = await takeLimit('logout-tokens', address ?? 'unknown')
  if (within.ok) log().warn('a logout token was refused')
  return within.ok
    ? answer(400)
    : answer(429, { 'Retry-After': String(within.error.retryAfterSeconds) })
}

function answer(status: number, headers: Readonly<Record<string, string>> = {}): Response {
  const body = status === 400 ? JSON.stringify({ error: 'invalid_request' }) : null
  const type = body === null ? {} : { 'Content-Type': 'application/json' }
  return new Response(body, {
    status,
    headers: { 'Cache-Control': 'no-store', ...type, ...headers },
  })
}
