import 'server-only'
import { cache } from 'react'
import { unlessOutage } from '../../database/outage'
import { signInAndReturn } from '../../web/paths'
import { now } from '../../platform/clock'
import type { Actor } from '../authorization/actor'
import { redirect303 } from '../../web/redirect'
import { sessionIdOfCookie } from './session-cookie'
import { actorOfSession, type Session } from './session'
import { findSession, peekSession } from './session-store'

/** The portal session behind the present request, read once per request; null for everybody who isn't signed in. */
export const currentSession = cache(async (): Promise<Session | null> => {
  const id = await sessionIdOfCookie()
  return id === null ? null : findSession(id, now())
})

/** The same, for pages that only say who is signed in: null also while the database can't be asked. */
export function currentSessionIfKnown(): Promise<Session | null> {
  return unlessOutage(currentSession, null)
}

/** The same without noting that the person was here: a page that asks by itself must not keep a session alive. */
export async function peekCurrentSession(): Promise<Session | null> {
  const id = await sessionIdOfCookie()
  return id === null ? null : peekSession(id, now())
}

/** Who asks for a page; sends everybody who isn't signed in to the start, from where they come back to `path`. */
export async function requireSession(path: string): Promise<{ actor: Actor; session: Session }> {
  const session = await currentSession()
  return session ? { actor: actorOfSession(session), session } : redirect303(signInAndReturn(path))
}
