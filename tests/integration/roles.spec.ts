import { findSession, createSession } from '@/lib/auth/sessions/session-store'
import { actorOfSession } from '@/lib/auth/sessions/session'
import { sessionHasRole } from '@/lib/auth/sessions/assert-session-active'
import { withdrawRoles } from '@/lib/auth/sessions/withdraw-roles'
import { env } from '@/lib/platform/env'
import type { Role } from '@/lib/auth/authorization/actor'
import { identified } from '../builders/identified'
import { query } from './support/database'
import { endSession } from './support/sessions'
import { databaseTest as test, expect, somebody } from './support/test'

const start = new Date('2026-01-01T12:00:00.000Z')
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000)

function person(roles: Role[] = ['support', 'auditor']) {
  const { issuer, subject } = somebody().actor
  return identified({ issuer, subject, displayName: 'Sam', roles })
}

async function rolesOf(id: string, at = start): Promise<readonly Role[] | null> {
  const session = await findSession(id, at)
  return session && actorOfSession(session).roles
}

test('a role taken away is gone at the next request, from every sign-in of that person and from nobody else’s @B2', async () => {
  const [sam, other] = [person(), person()]
  const mine = [await createSession(sam, 'a', start), await createSession(sam, 'b', start)]
  const theirs = [
    await createSession(other, 'c', start),
    await createSession({ ...sam, issuer: 'https://other.example' }, 'd', start),
  ]
  for (const id of mine) expect(await rolesOf(id)).toEqual(['support', 'auditor'])
  expect(await withdrawRoles(sam.issuer, sam.subject, start)).toBe(2)
  for (const id of mine) expect(await rolesOf(id), 'still signed in, as a person').toEqual([])
  for (const id of theirs) expect(await rolesOf(id)).toEqual(['support', 'auditor'])
  expect(await withdrawRoles(sam.issuer, sam.subject, start), 'nothing left').toBe(0)
})

test('a role comes back with a sign-in after the withdrawal at which the provider states it, and not otherwise', async () => {
  const sam = person()
  await createSession(sam, 'a', start)
  await withdrawRoles(sam.issuer, sam.subject, start)
  expect(await rolesOf(await createSession({ ...sam, roles: [] }, 'b', after(1)))).toEqual([])
  expect(await rolesOf(await createSession(sam, 'c', after(2)))).toEqual(['support', 'auditor'])
})

test('a withdrawal for somebody who has none changes nothing', async () => {
  const ada = person([])
  const id = await createSession(ada, 'a', start)
  expect(await withdrawRoles(ada.issuer, ada.subject, start)).toBe(0)
  expect(await withdrawRoles(ada.issuer, 'nobody', start)).toBe(0)
  expect(await rolesOf(id)).toEqual([])
})

test('whoever has a role is signed out sooner, idle or busy; without it the usual limits hold again @B3', async () => {
  const { STAFF_IDLE_SECONDS: idle, STAFF_MAX_SECONDS: most, SESSION_IDLE_SECONDS } = env()
  expect(idle).toBe(900)
  expect(most).toBe(28_800)
  for (const role of ['support', 'auditor'] as const) {
    const id = await createSession(person([role]), 'token', start)
    expect(await findSession(id, after(idle)), 'idle').toBeNull()
    for (let seconds = 0; seconds < most; seconds += idle - 90)
      expect(await findSession(id, after(seconds)), `after ${seconds} s`).not.toBeNull()
    expect(await findSession(id, after(most - 1))).not.toBeNull()
    expect(await findSession(id, after(most)), 'absolute').toBeNull()
  }
  const sam = person(['support'])
  const id = await createSession(sam, 'token', start)
  await withdrawRoles(sam.issuer, sam.subject, start)
  expect(await findSession(id, after(SESSION_IDLE_SECONDS - 1))).not.toBeNull()
})

test('a role that the database can’t be asked about isn’t had @J3', async () => {
  const id = await createSession(person(), 'token', start)
  const session = await findSession(id, start)
  if (!session) throw new Error('not found')
  expect(actorOfSession({ ...session, recalled: true }).roles).toEqual([])
})

test('where something is about to be written, only a role that stands counts @C6', async ({
  database,
}) => {
  const sam = person(['support'])
  const id = await createSession(sam, 'token', start)
  const { idHash } = (await findSession(id, start)) ?? { idHash: '' }
  expect(await sessionHasRole(idHash, 'support', start, database)).toBe(true)
  expect(await sessionHasRole(idHash, 'auditor', start, database)).toBe(false)
  expect(await sessionHasRole('unknown', 'support', start, database)).toBe(false)
  const over = new Date(start.getTime() + 8 * 3600_000)
  expect(await sessionHasRole(idHash, 'support', over, database)).toBe(false)
  await endSession(idHash, start)
  expect(await sessionHasRole(idHash, 'support', start, database)).toBe(false)
})

test('a withdrawal stands in the trail, with whom it was about and that it wasn’t they @I1', async () => {
  const sam = person()
  await createSession(sam, 'a', start)
  await withdrawRoles(sam.issuer, sam.subject, start)
  const rows = await query(
    `SELECT type, detail, actor_role, issuer, subject FROM audit_entries JOIN audit_actors USING (actor)
     WHERE subject = '${sam.subject}'`,
  )
  const { issuer, subject } = sam
  const about = { actor_role: 'system', issuer, subject }
  expect(rows).toEqual([{ type: 'roles-withdrawn', detail: { signIns: 1 }, ...about }])
})
