'use server'

import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { tryDatabase } from '../database/outage'
import { lastGoodLists } from '../devices/list/last-good-list'
import type { Account } from '../auth/authorization/actor'
import { currentSession } from '../auth/sessions/current-session'
import { sealFormDraft } from '../auth/step-up/form-draft'
import { endSessionEndpoint } from '../auth/oidc/provider'
import { logoutHint } from '../auth/oidc/logout-hint'
import { explainRefusal } from '../auth/oidc/explain-refusal'
import { recordSignInRefusal } from '../auth/oidc/record-sign-in-refusal'
import { confirmedPath, isForStaff, returnPath, roundsIn } from '../auth/step-up/return-path'
import { startSignIn } from '../auth/oidc/sign-in'
import { SignInRefused, watchSignIn } from '../auth/oidc/sign-in-refusal'
import { revokeSessions } from '../auth/sessions/revoke-sessions'
import { actorOfSession } from '../auth/sessions/session'
import { clearSessionCookie, sessionIdOfCookie } from '../auth/sessions/session-cookie'
import { confirmationParams, supportParams } from '../auth/step-up/freshness'
import { addressOf } from '../web/client-address'
import { takeSignIn } from '../web/rate-limits'
import { paths, signedOutButNotThere, signInFailed } from '../web/paths'
import { now } from '../platform/clock'
import { cookieName, cookieOptions, LEFT_COOKIE } from '../web/cookies'
import { randomId } from '../platform/crypto'
import { env } from '../platform/env'
import { defineAction } from './define-action'
import { fieldsOf } from './form-fields'

/** Holds the id of the ended session, which finds the hint for the provider's sign-out. */
const HINT_COOKIE = 'id-token-hint'
const HINT_SECONDS = 600

const start = defineAction({
  name: 'sign in',
  access: 'public',
  input: z.object({ return: z.string().optional() }),
  run: ({ return: page }) => {
    const returnTo = returnPath(page)
    return leaveForProvider(returnTo, isForStaff(returnTo) ? supportParams() : {})
  },
})

const confirm = defineAction({
  name: 'confirm sign-in',
  access: 'public',
  input: z.unknown(),
  run: async (form) => {
    const { return: page = '', round, draft: carried = null } = fieldsOf(form)
    const session = await tryDatabase(currentSession, null)
    const draft = session === null ? null : (sealFormDraft(form, session, page) ?? carried)
    // The server fixes the parameters. The browser chooses only the page to return to and the values of its form.
    const params = confirmationParams(isForStaff(page))
    return leaveForProvider(confirmedPath(page, roundsIn(round), draft), params, session)
  },
})

const signOut = defineAction({
  name: 'sign out',
  access: 'public',
  input: z.unknown(),
  run: async () => {
    const id = await endSessionHere()
    if (id !== null) await keepForProviderSignOut(id)
    redirect(paths.leave)
  },
})

const signOutCompletely = defineAction({
  name: 'sign out completely',
  access: 'public',
  input: z.unknown(),
  run: async () => leaveByProviderSignOut(await endSessionHere()),
})

const signOutAtProvider = defineAction({
  name: 'sign out at the provider',
  access: 'public',
  input: z.undefined(),
  run: async () => {
    const jar = await cookies()
    return leaveByProviderSignOut(jar.get(cookieName(HINT_COOKIE))?.value ?? null)
  },
})

/** Starts the sign-in at the provider, from a posted form. */
export async function signInAction(form: FormData): Promise<never> {
  await start(fieldsOf(form))
  redirect(paths.start)
}

/** Asks the provider to authenticate the person again, from a posted form. */
export async function confirmSignInAction(form: FormData): Promise<never> {
  await confirm(form)
  redirect(paths.start)
}

/** Ends the portal session on the server and in this browser; the next page offers the provider's sign-out. */
export async function signOutAction(form: FormData): Promise<never> {
  await signOut(fieldsOf(form))
  redirect(paths.start)
}

/** Ends the portal session and goes on to the provider's own sign-out: for a provider that lets everybody in again by itself. */
export async function signOutCompletelyAction(form: FormData): Promise<never> {
  await signOutCompletely(fieldsOf(form))
  redirect(paths.start)
}

/** Goes on to the provider's own sign-out (RP-initiated logout); to the start when the provider offers none. */
export async function signOutAtProviderAction(): Promise<never> {
  await signOutAtProvider(undefined)
  redirect(paths.start)
}

async function leaveForProvider(
  returnTo: string,
  params: Readonly<Record<string, string>> = {},
  account: Account | null = null,
): Promise<never> {
  const caller = { address: addressOf(await headers()), account }
  const within = await takeSignIn('sign-in-starts', caller)
  if (!within.ok) redirect(signInFailed('limited'))
  const begin = async () => {
    const address = await startSignIn(returnTo, params)
    if (leadsToFailure(address)) throw new SignInRefused('unexpected')
    return address
  }
  const started = await watchSignIn(begin)
  if (started.ok) redirect(started.value)
  await recordSignInRefusal(started.error.code, await headers(), now())
  redirect(signInFailed(explainRefusal(started.error.code)))
}

/** Whether next-auth, in place of the provider's address, gave that of its error page, which is ours. */
function leadsToFailure(address: string): boolean {
  const { origin, pathname } = new URL(address, env().AUTH_URL)
  return origin === new URL(env().AUTH_URL).origin && pathname === paths.signInFailed
}

/** Ends the portal session of this browser; gives its id, which opens nothing any more. */
async function endSessionHere(): Promise<string | null> {
  // Without the database this browser is signed out all the same; the row ends by its limits.
  const session = await tryDatabase(currentSession, null)
  const id = await sessionIdOfCookie()
  if (session) {
    lastGoodLists().forget(session)
    const which = { kind: 'ids', idHashes: [session.idHash] } as const
    const by = { kind: 'sign-out', actor: actorOfSession(session) } as const
    await tryDatabase(() => revokeSessions({ which, by, at: now() }), undefined)
  }
  await clearSessionCookie()
  return id
}

/** For a few minutes the id of the ended session finds the hint for the provider's sign-out. */
async function keepForProviderSignOut(id: string): Promise<void> {
  const jar = await cookies()
  jar.set(cookieName(HINT_COOKIE), id, cookieOptions(HINT_SECONDS))
}

/** Leads to the provider's sign-out; to the start when the provider offers none. */
async function leaveByProviderSignOut(id: string | null): Promise<never> {
  const endpoint = await endSessionEndpoint().catch(() => 'down' as const)
  if (endpoint === 'down') {
    if (id !== null) await keepForProviderSignOut(id)
    redirect(signedOutButNotThere())
  }
  if (endpoint === null) redirect(paths.start)
  const jar = await cookies()
  jar.set(cookieName(HINT_COOKIE), '', cookieOptions(0))
  const state = randomId()
  jar.set(cookieName(LEFT_COOKIE), state, cookieOptions(HINT_SECONDS))
  const hint = id === null ? null : await tryDatabase(() => logoutHint(id, now()), null)
  const url = new URL(endpoint)
  url.searchParams.set('client_id', env().AUTH_OIDC_CLIENT_ID)
  url.searchParams.set('post_logout_redirect_uri', `${new URL(env().AUTH_URL).origin}/`)
  url.searchParams.set('state', state)
  for (const [name, value] of Object.entries(hint ?? {})) url.searchParams.set(name, value)
  redirect(url.href)
}
