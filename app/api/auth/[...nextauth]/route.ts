import { NextRequest, NextResponse } from 'next/server'
import type { SignInRefusal } from '@/lib/activity/sign-in-events'
import { checkAnswer } from '@/lib/identity/code-flow'
import { recordRefusedSignIn } from '@/lib/identity/refusals'
import { authHandlers, hasCookies } from '@/lib/identity/sign-in'
import { failureOf, watchSignIn } from '@/lib/identity/sign-in-failure'
import { addressOf } from '@/lib/limits/address'
import { takeSignIn } from '@/lib/limits/limits'
import { signInFailed } from '@/lib/paths'
import { now } from '@/lib/platform/clock'
import { env } from '@/lib/platform/env'
import { requestPreferences } from '@/lib/preferences/request'

const NO_STORE = { 'Cache-Control': 'no-store' }

/**
 * Two of next-auth's endpoints are open: the provider's way back, and the sign-in as a browser may read it.
 * Signing in and out are server actions; the library's own posts would let a browser change the request's parameters.
 */
export async function GET(request: NextRequest): Promise<Response> {
  const { pathname } = request.nextUrl
  if (pathname === '/api/auth/session') return authHandlers.GET(withOnly(request, []))
  if (pathname !== '/api/auth/callback/oidc')
    return new NextResponse(null, { status: 404, headers: NO_STORE })
  // They can end no sign-in, so nothing is asked of anybody, and nothing used up of what all share.
  if (!(await hasCookies())) return refused(request, 'no-cookies')
  const within = await takeSignIn('sign-in-returns', addressOf(request.headers))
  return within.ok ? endSignIn(request) : tooMany(within.error.retryAfterSeconds)
}

/** What a provider answers with (RFC 6749 section 4.1.2, RFC 9207). The library heeds more, such as where to lead. */
const ANSWER = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri', 'session_state']

function withOnly(request: NextRequest, names: readonly string[]): NextRequest {
  const url = new URL(request.nextUrl)
  for (const name of [...url.searchParams.keys()])
    if (!names.includes(name)) url.searchParams.delete(name)
  return new NextRequest(url, request)
}

async function endSignIn(request: NextRequest): Promise<Response> {
  const { searchParams } = request.nextUrl
  const answer = { error: searchParams.get('error') }
  const { result, reason } = await watchSignIn(async () => {
    await checkAnswer(searchParams)
    return authHandlers.GET(withOnly(request, ANSWER))
  }, answer)
  if (result !== null && reason === null) return result
  return refused(request, reason ?? 'unexpected')
}

async function refused(request: NextRequest, reason: SignInRefusal): Promise<Response> {
  await recordRefusedSignIn(reason, request.headers, now())
  const failed = signInFailed(failureOf(reason))
  return NextResponse.redirect(new URL(failed, env().AUTH_URL), { headers: NO_STORE })
}

/** In words, because a person's browser shows it; made without the database and without the provider. */
async function tooMany(retryAfterSeconds: number): Promise<Response> {
  const { t } = await requestPreferences()
  return new NextResponse(t('signInFailed.limited-for', { count: retryAfterSeconds }), {
    status: 429,
    headers: { ...NO_STORE, 'Retry-After': String(retryAfterSeconds) },
  })
}
