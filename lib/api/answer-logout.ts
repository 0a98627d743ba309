import 'server-only'
import { revokeByLogoutToken } from '../auth/oidc/backchannel-logout'
import { addressOf } from '../web/client-address'
import { log } from '../platform/log'
import { takeLimit } from '../web/rate-limits'
import { readBody, SMALL_BODY } from '../web/read-body'

// Whom it comes from is said by the token's signature alone: providers send no browser's headers and no cookie.

/**
 * Answers the provider's back-channel logout (section 2.8): 200 done, also when nothing was left to end · 400 no good token,
 * or one that was taken before · 503 send it again later · 429 too many from there that were no good.
 */
export async function answerLogout(request: Request, at: Date): Promise<Response> {
  const address = addressOf(request.headers)
  const form = await readBody(request, { limit: SMALL_BODY, type: 'form' })
  const [token, ...more] = form.ok ? form.value.getAll('logout_token') : []
  const ended = token && more.length === 0 ? await revokeByLogoutToken(token, at) : null
  if (ended?.ok) return answer(200)
  if (ended?.error.code === 'unavailable') return answer(503, { 'Retry-After': '30' })
  // After the look at it, which costs little: nobody who floods this can keep the provider's own tokens out.
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
