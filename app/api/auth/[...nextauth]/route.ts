import { NextRequest, NextResponse } from 'next/server'
import { checkAnswer } from '@/lib/auth/oidc/code-flow'
import { explainRefusal } from '@/lib/auth/oidc/explain-refusal'
import { recordSignInRefusal } from '@/lib/auth/oidc/record-sign-in-refusal'
import { endAttempt, withAttempt, withoutChecks } from '@/lib/auth/oidc/attempt-cookies'
import { authHandlers, beginAgain } from '@/lib/auth/oidc/sign-in'
import { currentSessionIfKnown } from '@/lib/auth/sessions/current-session'
import { hasCookies } from '@/lib/auth/sessions/session-cookie'
import { SignInRefused, watchSignIn } from '@/lib/auth/oidc/sign-in-refusal'
import { emptyAnswer } from '@/lib/web/answers'
import { addressOf } from '@/lib/web/client-address'
import { takeSignIn } from '@/lib/web/rate-limits'
import { signInFailed } from '@/lib/web/paths'
import { now } from '@/lib/platform/clock'
import { env } from '@/lib/platform/env'
import { requestPreferences } from '@/lib/i18n/request-preferences'

const NO_STORE = { 'Cache-Control': 'no-store' }

/** Only the provider's callback and the session are open. The library's POST endpoints would let a browser change the request. */
export async function GET(request: NextRequest): Promise<Response> {
  const { pathname } = request.nextUrl
  if (pathname === '/api/auth/session') return authHandlers.GET(withOnly(request, []))
  if (pathname !== '/api/auth/callback/oidc') return emptyAnswer(404)
  // A request without cookies can't complete a sign-in. It calls no provider and uses no shared limit.
  if (!(await hasCookies()))
    return endSignIn(request, () => Promise.reject(new SignInRefused('no-cookies')))
  const within = await takeSignIn('sign-in-returns', await callerOf(request))
  if (!within.ok) return tooMany(within.error.retryAfterSeconds)
  return endSignIn(request, async () => {
    const { searchParams } = request.nextUrl
    await checkAnswer(searchParams)
    return withoutChecks(await authHandlers.GET(withOnly(await withAttempt(request), ANSWER)))
  })
}

/** What a provider answers with (RFC 6749 section 4.1.2, RFC 9207). The library heeds more, such as where to lead. */
const ANSWER = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri', 'session_state']

function withOnly(request: NextRequest, names: readonly string[]): NextRequest {
  const url = new URL(request.nextUrl)
  // The request is rebuilt, because deleting thousands of names one by one takes a quarter of a second.
  const kept = [...url.searchParams].filter(([name]) => names.includes(name))
  url.search = new URLSearchParams(kept).toString()
  return new NextRequest(url, request)
}

async function endSignIn(request: NextRequest, step: () => Promise<Response>): Promise<Response> {
  const { searchParams } = request.nextUrl
  const ended = await watchSignIn(step, {
    error: searchParams.get('error'),
    description: searchParams.get('error_description'),
  })
  if (ended.ok) {
    await endAttempt(searchParams.get('state'))
    return ended.value
  }
  const { code } = ended.error
  const again = code === 'authentication-expired' ? await leaveAgain(request) : null
  if (again !== null) return NextResponse.redirect(again, { status: 303, headers: NO_STORE })
  await recordSignInRefusal(code, request.headers, now())
  const failed = signInFailed(explainRefusal(code))
  return NextResponse.redirect(new URL(failed, env().AUTH_URL), { headers: NO_STORE })
}

/** The provider's address for a person who took too long there and should not have to begin again; null where that can't be. */
async function leaveAgain(request: NextRequest): Promise<string | null> {
  const within = await takeSignIn('sign-in-starts', await callerOf(request))
  if (!within.ok) return null
  const begun = await watchSignIn(() => beginAgain(request.nextUrl.searchParams.get('state')))
  return begun.ok ? begun.value : null
}

/** Whose attempt a limit counts. A person who confirms that it's them is signed in already. */
async function callerOf({ headers }: NextRequest) {
  return { address: addressOf(headers), account: await currentSessionIfKnown() }
}

/** In words, because a person's browser shows it; made without the database and without the provider. */
async function tooMany(retryAfterSeconds: number): Promise<Response> {
  const { t } = await requestPreferences()
  return new NextResponse(t('signInFailed.limited-for', { count: retryAfterSeconds }), {
    status: 429,
    headers: { ...NO_STORE, 'Retry-After': String(retryAfterSeconds) },
  })
}
