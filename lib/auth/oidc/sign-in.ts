import 'server-only'
import { cookies, headers } from 'next/headers'
import NextAuth, { customFetch, type NextAuthConfig } from 'next-auth'
import { z } from 'zod'
import { recordEvent } from '../../audit/log/audit-log'
import { paths } from '../../web/paths'
import { now } from '../../platform/clock'
import { cookieName, cookieOptions, SESSION_COOKIE } from '../../web/cookies'
import { randomId } from '../../platform/crypto'
import { env } from '../../platform/env'
import { log } from '../../platform/log'
import { browserOf } from '../sessions/browser-name'
import { ATTEMPT_SECONDS, endAttempt, keepAttempt, returnAddressOf } from './attempt-cookies'
import { pushRequest } from './client/push-request'
import { codeFlowFetch, readSignedInPerson } from './code-flow'
import { confirmationStartedAt, noteConfirmation } from '../step-up/confirmation'
import { paramsAgain } from '../step-up/freshness'
import { returnPath } from '../step-up/return-path'
import { rememberPerson } from '../sessions/people'
import { noteSignInError } from './sign-in-refusal'
import { revokeSessions } from '../sessions/revoke-sessions'
import { sessionCookie, sessionIdOfCookie } from '../sessions/session-cookie'
import { createSession, findSession } from '../sessions/session-store'

// next-auth runs the code flow and keeps the cookie; what it leaves open is closed here (ADR 0001). Nothing outside
// lib/auth imports next-auth.

const PROVIDER_ID = 'oidc'

function cookie(name: string, maxAgeSeconds?: number) {
  return { name: cookieName(name), options: cookieOptions(maxAgeSeconds) }
}

function configuration(): NextAuthConfig {
  const settings = env()
  return {
    secret: settings.AUTH_SECRET,
    trustHost: true,
    basePath: '/api/auth',
    useSecureCookies: cookieOptions().secure,
    session: { strategy: 'jwt', maxAge: settings.SESSION_MAX_SECONDS },
    cookies: {
      sessionToken: cookie(SESSION_COOKIE),
      callbackUrl: cookie('return-to'),
      csrfToken: cookie('csrf'),
      pkceCodeVerifier: cookie('pkce', ATTEMPT_SECONDS),
      state: cookie('state', ATTEMPT_SECONDS),
      nonce: cookie('nonce', ATTEMPT_SECONDS),
    },
    pages: { signIn: paths.signInFailed, error: paths.signInFailed },
    providers: [
      {
        id: PROVIDER_ID,
        name: 'OpenID',
        type: 'oidc',
        issuer: settings.AUTH_OIDC_ISSUER,
        clientId: settings.AUTH_OIDC_CLIENT_ID,
        checks: ['pkce', 'state', 'nonce'],
        // Asked for a greatest age, the provider must state when the person signed in (OpenID Connect Core 3.1.2.1).
        authorization: {
          params: {
            scope: settings.AUTH_OIDC_SCOPE,
            max_age: String(settings.SESSION_MAX_SECONDS),
          },
        },
        profile: ({ sub }) => ({ id: sub }),
        // The portal's credentials are added where the library's requests pass: `codeFlowFetch`.
        client: { token_endpoint_auth_method: 'none' },
        [customFetch]: codeFlowFetch,
      },
    ],
    callbacks: {
      async jwt({ token, account }) {
        if (account) {
          const idToken = account.id_token ?? ''
          const at = now()
          const person = await readSignedInPerson(idToken, at)
          const context = { actor: person, correlationId: randomId(), at }
          await recordEvent({ type: 'signed-in', version: 1, detail: {} }, context)
          const { claimedUserId } = person
          const userIds = claimedUserId === null ? {} : { userIds: [claimedUserId] }
          await rememberPerson({ ...person, ...userIds }, at)
          const authenticatedAt =
            person.authenticatedAt ?? (await confirmationStartedAt(person.nonce))
          const browser = browserOf((await headers()).get('user-agent'))
          const id = await createSession({ ...person, authenticatedAt }, idToken, at, browser)
          await revokeReplaced(at)
          return { sessionId: id }
        }
        const content = sessionCookie.safeParse(token)
        if (!content.success) return null
        return (await findSession(content.data.sessionId, now())) ? content.data : null
      },
      // The browser can read only this of its session: the name, and the time of expiry.
      async session({ session, token }) {
        const content = sessionCookie.safeParse(token)
        const row = content.success ? await findSession(content.data.sessionId, now()) : null
        return { user: { name: row?.displayName ?? null }, expires: session.expires }
      },
    },
    logger: {
      error: noteSignInError,
      warn: (code) => log().debug({ code }, 'next-auth warning'),
      debug: () => undefined,
    },
  }
}

/** Ends the session that this browser had until now, as after a confirmation: its cookie is about to be overwritten. */
async function revokeReplaced(at: Date): Promise<void> {
  const id = await sessionIdOfCookie()
  const replaced = id === null ? null : await findSession(id, at)
  if (replaced && !replaced.recalled)
    await revokeSessions({
      which: { kind: 'ids', idHashes: [replaced.idHash] },
      by: { kind: 'sign-in' },
      at,
    })
}

const auth = NextAuth(() => configuration())

/** The route handlers of next-auth; app/api/auth lets only some requests through to them. */
export const authHandlers = auth.handlers

/** Starts the code flow and gives the provider’s address. With prompt=login it is a confirmation. */
export async function startSignIn(
  returnTo: string,
  params: Readonly<Record<string, string>> = {},
): Promise<string> {
  const options = { redirect: false, redirectTo: returnTo } as const
  const address = z.string().parse(await auth.signIn(PROVIDER_ID, options, { ...params }))
  const left = await pushRequest(address)
  const at = now()
  if (params['prompt'] === 'login') await noteConfirmation(address, at)
  await keepAttempt(address, at)
  return left
}

/** Set for a minute by a sign-in that was begun again by itself, so that it doesn't go round in a circle. */
const BEGUN_AGAIN_COOKIE = 'begun-again'
const BEGUN_AGAIN_SECONDS = 60

/**
 * Begins the attempt with this `state` again, to the same page and with the same parameters; gives the provider's
 * address. Null when this browser didn't begin it, or when that was done a moment ago.
 */
export async function beginAgain(state: string | null): Promise<string | null> {
  const jar = await cookies()
  const returnAddress = await returnAddressOf(state)
  if (returnAddress === null || jar.has(cookieName(BEGUN_AGAIN_COOKIE))) return null
  const { pathname, search } = new URL(returnAddress, env().AUTH_URL)
  const returnTo = returnPath(pathname + search)
  await endAttempt(state)
  jar.set(cookieName(BEGUN_AGAIN_COOKIE), '1', cookieOptions(BEGUN_AGAIN_SECONDS))
  return startSignIn(returnTo, paramsAgain(returnTo))
}
