import { randomUUID } from 'node:crypto'
import type { Role } from '@/lib/auth/authorization/actor'
import { rememberPerson } from '@/lib/auth/sessions/people'
import { actorOfSession } from '@/lib/auth/sessions/session'
import { findSession, createSession } from '@/lib/auth/sessions/session-store'
import { now } from '@/lib/platform/clock'
import type { Agent } from '@/lib/auth/authorization/actor'
import { identified } from '../../builders/identified'
import { query } from './database'
import type { Somebody } from './test'

/** Somebody who is signed in with roles, as an agent of the desk has to be. */
export async function newAgent(
  roles: readonly Role[] = ['support'],
  who: { issuer: string; subject: string } = {
    issuer: 'https://issuer.example',
    subject: `agent-${randomUUID()}`,
  },
  ownUserIds: readonly string[] = [],
): Promise<Agent> {
  const { issuer, subject } = who
  const person = identified({ issuer, subject, displayName: 'Sam Desk', roles: [...roles] })
  const signIn = await findSession(await createSession(person, 'token', now()), now())
  if (!signIn) throw new Error('not signed in')
  return { ...actorOfSession(signIn), ownUserIds }
}

/** Makes a person known to the portal, as their own sign-in does. */
export async function seen(
  { actor: { issuer, subject }, subject: { userIds } }: Somebody,
  said: { displayName?: string; addresses?: string[] } = {},
  at = now(),
): Promise<void> {
  const { displayName = 'Robin Vale', addresses = [] } = said
  await rememberPerson({ issuer, subject, displayName, addresses, userIds }, at)
}

type Entry = {
  type: string
  detail: Record<string, unknown>
  correlation_id: string
  actor_role: string
}

/** The entries about a Recognize user, oldest first. */
export async function entriesAbout(userId: string): Promise<Entry[]> {
  const rows = await query(
    `SELECT type, detail, correlation_id, actor_role FROM audit_entries WHERE user_id = '${userId}' ORDER BY id`,
  )
  return rows as Entry[]
}
