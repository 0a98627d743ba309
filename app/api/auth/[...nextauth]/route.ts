import { NextResponse, type NextRequest } from 'next/server'
import { authHandlers } from '@/lib/identity/sign-in'
import { watchSignIn } from '@/lib/identity/sign-in-failure'
import { addressOf } from '@/lib/limits/address'
import { takeSignIn } from '@/lib/limits/limits'
import { signInFailed } from '@/lib/paths'
import { env } from '@/lib/platform/env'
import { requestPreferences } from '@/lib/preferences/request'

const NO_STORE = { 'Cache-Control': 'no-store' }

/**
 * Two of next-auth's endpoints are open: the provider's way back, and the sign-in as a browser may read it.
 * Signing in and out are server actions; the library's own posts would let a browser change the request's parameters.
 */
export async function GET(request: NextRequest): Promise<Response> {
  const { pathname, searchParams } = request.nextUrl
  if (pathname === '/api/auth/session') return authHandlers.GET(request)
  if (pathname !== '/api/auth/callback/oidc')
    return new NextResponse(null, { status: 404, headers: NO_STORE })
  const within = await takeSignIn('sign-in-returns', addressOf(request.headers))
  if (!within.ok) return tooMany(within.error.retryAfterSeconds)
  const { result, failure } = await watchSignIn(
    () => authHandlers.GET(request),
    searchParams.get('error'),
  )
  return failure === null
    ? result
    : NextResponse.redirect(new URL(signInFailed(failure), env().AUTH_URL), { headers: NO_STORE })
}

/** In words, because a person's browser shows it; made without the database and without the provider. */
async function tooMany(retryAfterSeconds: number): Promise<Response> {
  const { t } = await requestPreferences()
  return new NextResponse(t('signInFailed.limited-for', { count: retryAfterSeconds }), {
    status: 429,
    headers: { ...NO_STORE, 'Retry-After': String(retryAfterSeconds) },
  })
}
