import 'server-only'
import { headers } from 'next/headers'
import { cache } from 'react'
import { z } from 'zod'
import { postBudget } from '../../web/post-budget'
import { leaveStalePage, PAGE_STAMP, type StalePage } from '../../web/page-stamp'
import { tryDatabase, unlessOutage } from '../../database/outage'
import { signInAndReturn } from '../../web/paths'
import { now } from '../../platform/clock'
import type { Account, Actor } from '../authorization/actor'
import { redirect303 } from '../../web/redirect'
import { returnPath } from '../step-up/return-path'
import { sessionIdOfCookie } from './session-cookie'
import { actorOfSession, pageStampOf, type Session } from './session'
import { findSession, peekSession } from './session-store'

/** The portal session behind the present request, read once per request; null for everybody who isn't signed in. */
export const currentSession = cache(async (): Promise<Session | null> => {
  const id = await sessionIdOfCookie()
  return id === null ? null : noteKnown(await findSession(id, now()))
})

/** The same, for pages that only say who is signed in: null also while the database can't be asked. */
export function currentSessionIfKnown(): Promise<Session | null> {
  return unlessOutage(currentSession, null)
}

/** The same without noting that the person was here: a page that asks by itself must not keep a session alive. */
export async function peekCurrentSession(): Promise<Session | null> {
  const id = await sessionIdOfCookie()
  return id === null ? null : noteKnown(await peekSession(id, now()))
}

/** Tells the front door that this browser is signed in. */
async function noteKnown(session: Session | null): Promise<Session | null> {
  const cookie = (await headers()).get('cookie') ?? undefined
  if (session !== null) postBudget().noteSession(cookie, performance.now())
  return session
}

/** Who asks for a page; sends everybody who isn't signed in to the start, from where they come back to `path`. */
export async function requireSession(path: string): Promise<{ actor: Actor; session: Session }> {
  const session = await currentSession()
  if (session === null) redirect303(signInAndReturn(path))
  // A script that asks for a page puts it into the one it has: the two must be of the same person.
  await refuseOthersPage(session, null)
  return { actor: actorOfSession(session), session }
}

/** The stamp that a page made now has; empty for nobody. A page asks by itself, which is no sign of the person. */
export async function presentStamp(): Promise<string> {
  const session = await tryDatabase(peekCurrentSession, null)
  return session === null ? '' : pageStampOf(session)
}

const stampedFields = z.object({ [PAGE_STAMP]: z.string() })

/** The stamp of the page that a request comes from: of its form or link, or of its script; null when it brings none. */
export async function sentStamp(fields: unknown): Promise<string | null> {
  const sent = fields instanceof FormData ? { [PAGE_STAMP]: fields.get(PAGE_STAMP) } : fields
  const field = stampedFields.safeParse(sent).data?.[PAGE_STAMP]
  return field ?? (await headers()).get(PAGE_STAMP)
}

/** Whether a request comes from a page that was made for another person. A request without a stamp comes from none. */
export async function isOthersPage(session: Account, fields: unknown): Promise<boolean> {
  const stamp = await sentStamp(fields)
  return stamp !== null && stamp !== pageStampOf(session)
}

/** Leads away from a page that was made for another person. */
export async function refuseOthersPage(session: Account, fields: unknown): Promise<void> {
  if (await isOthersPage(session, fields)) await leavePage('other-person')
}

/** Leads away, before anything is done, unless the request comes from a page that was made for this person. */
export async function requirePageOf(session: Account, fields: unknown): Promise<void> {
  await refuseOthersPage(session, fields)
  // A portal before this one made pages without a stamp.
  if ((await sentStamp(fields)) === null) await leavePage('older-page')
}

async function leavePage(problem: StalePage): Promise<never> {
  const from = (await headers()).get('referer') ?? ''
  const page = returnPath(URL.canParse(from) ? new URL(from).pathname : null)
  redirect303(leaveStalePage(problem, page))
}
