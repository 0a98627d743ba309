'use server'

import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { tryDatabase } from '../database/outage'
import { dropLastGoodList } from '../devices/list/last-good-list'
import { currentSession } from '../auth/sessions/current-session'
import { sealFormDraft } from '../auth/step-up/form-draft'
import { endSessionEndpoint } from '../auth/oidc/provider'
import { idTokenHint } from '../auth/oidc/id-token-hint'
import { explainRefusal } from '../auth/oidc/explain-refusal'
import { recordSignInRefusal } from '../auth/oidc/record-sign-in-refusal'
import { confirmedPath, returnPath, roundsIn } from '../auth/step-up/return-path'
import { startSignIn } from '../auth/oidc/sign-in'
import { SignInRefused, watchSignIn } from '../auth/oidc/sign-in-refusal'
import { actorOfSession } from '../auth/sessions/session'
import { revokeSessions } from '../auth/sessions/revoke-sessions'
import { clearSessionCookie, sessionIdOfCookie } from '../auth/sessions/session-cookie'
import { confirmationParams, supportParams } from '../auth/step-up/freshness'
import { addressOf } from '../web/client-address'
import { takeSignIn } from '../web/rate-limits'
import { supportPaths } from '../web/support-paths'
import { paths, signedOutButNotThere, signInFailed } from '../web/paths'
import { now } from '../platform/clock'
import { cookieName, cookieOptions, LEFT_COOKIE } from '../web/cookies'
import { randomId } from '../platform/crypto'
import { env } from '../platform/env'
import { fieldsOf, isOwnOrigin } from './define-action'

const FAREWELL_COOKIE = 'farewell'
const FAREWELL_SECONDS = 600

/** Starts the sign-in at the provider, from a posted form. */
export async function signInAction(form: FormData): Promise<never> {
  const returnTo = returnPath(fieldsOf(form)['return'])
  return leaveForProvider(returnTo, isAtDesk(returnTo) ? supportParams() : {})
}

/** Lets the provider ask anew who is there, from a posted form, before something that a forgotten browser must not do. */
export async function confirmSignInAction(form: FormData): Promise<never> {
  if (!(await isOwnOrigin())) redirect(paths.start)
  const { return: page = '', round, entered: carried = null } = fieldsOf(form)
  const signIn = await tryDatabase(currentSession, null)
  const entered = signIn === null ? null : (sealFormDraft(form, signIn, page) ?? carried)
  // Fixed here: what a browser sends decides nothing but the page to come back to, and what stands in its form then.
  const params = confirmationParams(isAtDesk(page))
  return leaveForProvider(confirmedPath(page, roundsIn(round), entered), params)
}

function isAtDesk(path: string): boolean {
  return path === supportPaths.start || path.startsWith(`${supportPaths.start}/`)
}

async function leaveForProvider(
  returnTo: string,
  params: Readonly<Record<string, string>> = {},
): Promise<never> {
  if (!(await isOwnOrigin())) redirect(paths.start)
  const within = await takeSignIn('sign-in-starts', addressOf(await headers()))
  if (!within.ok) redirect(signInFailed('limited'))
  const start = async () => {
    const address = await startSignIn(returnTo, params)
    if (leadsToFailure(address)) throw new SignInRefused('unexpected')
    return address
  }
  const started = await watchSignIn(start)
  if (started.ok) redirect(started.value)
  await recordSignInRefusal(started.error.code, await headers(), now())
  redirect(signInFailed(explainRefusal(started.error.code)))
}

/** Whether next-auth, in place of the provider's address, gave that of its error page, which is ours. */
function leadsToFailure(address: string): boolean {
  const { origin, pathname } = new URL(address, env().AUTH_URL)
  return origin === new URL(env().AUTH_URL).origin && pathname === paths.signInFailed
}

/** Ends the portal sign-in on the server and in this browser; the next page offers the provider's sign-out. */
export async function signOutAction(): Promise<never> {
  if (!(await isOwnOrigin())) redirect(paths.start)
  const id = await endHere()
  if (id !== null) await keepForFarewell(id)
  redirect(paths.leave)
}

/** Ends the portal sign-in and goes on to the provider's own sign-out: for a provider that lets everybody in again by itself. */
export async function signOutCompletelyAction(): Promise<never> {
  if (!(await isOwnOrigin())) redirect(paths.start)
  return leaveByProvidersSignOut(await endHere())
}

/** Ends the portal sign-in of this browser; gives its id, which opens nothing any more. */
async function endHere(): Promise<string | null> {
  // Without the database this browser is signed out all the same; the row ends by its limits.
  const standing = await tryDatabase(currentSession, null)
  const id = await sessionIdOfCookie()
  if (standing) {
    dropLastGoodList(standing.issuer, standing.subject)
    const which = { kind: 'ids', idHashes: [standing.idHash] } as const
    const by = { kind: 'sign-out', actor: actorOfSession(standing) } as const
    await tryDatabase(() => revokeSessions({ which, by, at: now() }), undefined)
  }
  await clearSessionCookie()
  return id
}

/** For a few minutes the id of the ended sign-in finds the hint for the provider's sign-out. */
async function keepForFarewell(id: string): Promise<void> {
  const jar = await cookies()
  jar.set(cookieName(FAREWELL_COOKIE), id, cookieOptions(FAREWELL_SECONDS))
}

/** Goes on to the provider's own sign-out (RP-initiated logout); to the start when the provider offers none. */
export async function signOutAtProviderAction(): Promise<never> {
  if (!(await isOwnOrigin())) redirect(paths.start)
  const jar = await cookies()
  return leaveByProvidersSignOut(jar.get(cookieName(FAREWELL_COOKIE))?.value ?? null)
}

async function leaveByProvidersSignOut(id: string | null): Promise<never> {
  const endpoint = await endSessionEndpoint().catch(() => 'down' as const)
  if (endpoint === 'down') {
    if (id !== null) await keepForFarewell(id)
    redirect(signedOutButNotThere())
  }
  if (endpoint === null) redirect(paths.start)
  const jar = await cookies()
  jar.set(cookieName(FAREWELL_COOKIE), '', cookieOptions(0))
  const state = randomId()
  jar.set(cookieName(LEFT_COOKIE), state, cookieOptions(FAREWELL_SECONDS))
  const hint = id === null ? null : await tryDatabase(() => idTokenHint(id, now()), null)
  const url = new URL(endpoint)
  url.searchParams.set('client_id', env().AUTH_OIDC_CLIENT_ID)
  url.searchParams.set('post_logout_redirect_uri', `${new URL(env().AUTH_URL).origin}/`)
  url.searchParams.set('state', state)
  if (hint !== null) url.searchParams.set('id_token_hint', hint)
  redirect(url.href)
}
