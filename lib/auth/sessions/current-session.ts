import 'server-only'
import { cache } from 'react'
import { signInAndReturn } from '../../web/paths'
import { now } from '../../platform/clock'
import type { Actor } from '../authorization/actor'
import { redirect303 } from '../../web/redirect'
import { sessionIdOfCookie } from './session-cookie'
import { actorOfSession, type Session } from './session'
import { findSession, peekSession } from './session-store'

/** The portal sign-in behind the present request, read once per request; null for everybody else. */
export const currentSession = cache(async (): Promise<Session | null> => {
  const id = await sessionIdOfCookie()
  return id === null ? null : findSession(id, now())
})

/** The same without noting that the person was here: a page that asks by itself must not keep a sign-in alive. */
export async function peekCurrentSession(): Promise<Session | null> {
  const id = await sessionIdOfCookie()
  return id === null ? null : peekSession(id, now())
}

/** Who asks for a page; sends everybody who isn't signed in to the start, from where they come back to `path`. */
export async function requireSession(path: string): Promise<{ actor: Actor; signIn: Session }> {
  const signIn = await currentSession()
  return signIn ? { actor: actorOfSession(signIn), signIn } : redirect303(signInAndReturn(path))
}
