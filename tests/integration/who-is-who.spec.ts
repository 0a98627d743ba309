import { randomUUID } from 'node:crypto'
import type { Agent } from '@/lib/auth/authorization/actor'
import { rememberPerson } from '@/lib/auth/sessions/people'
import { createSession, findSession } from '@/lib/auth/sessions/session-store'
import type { SignedInPerson } from '@/lib/auth/sessions/signed-in-person'
import { identityFacts, sessions } from '@/lib/database/schema'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { findAgent } from '@/lib/support/lookup/agent'
import { authorizeForPerson } from '@/lib/support/lookup/authorize-for-person'
import { removeForPerson } from '@/lib/support/acting/remove-for-person'
import { identified } from '../builders/identified'
import { newUserId, onePhone } from '../builders/rows'
import { newAgent, seen } from './support/agents'
import { ask, asked, decide, read, withLastPhone } from './support/approvals'
import { query } from './support/database'
import { changeSealed } from './support/edit-row'
import { AT_ONCE, deletions } from './support/removals'
import { databaseTest as test, expect, makeSomebody, recognize, somebody } from './support/test'

type Account = { issuer: string; subject: string }
type Said = Partial<
  Pick<SignedInPerson, 'claimedUserId' | 'externalUserId' | 'roles' | 'displayName'>
>

/** A sign-in of an account, as the provider's answer makes it; gives the id of the session. */
async function signIn(who: Account, said: Said = {}, at = now()): Promise<string> {
  const person = identified({ ...who, displayName: 'Sam Desk', roles: ['support'], ...said })
  const { claimedUserId } = person
  await rememberPerson({ ...person, ...(claimedUserId && { userIds: [claimedUserId] }) }, at)
  return createSession(person, 'token', at)
}

async function agentOf(sessionId: string): Promise<Agent> {
  const session = await findSession(sessionId, now())
  if (!session) throw new Error('not signed in')
  const agent = await findAgent({ session, at: now(), deadline: readDeadline() })
  if (!agent.ok) throw new Error(agent.error.code)
  return agent.value
}

const account = (): Account => ({
  issuer: 'https://issuer.example',
  subject: `agent-${randomUUID()}`,
})

const SIGN_INS = [
  'requester in full',
  'requester with less',
  'decider in full',
  'decider with less',
]
/** Every two of them, one after the other. */
const ORDERS = SIGN_INS.flatMap((first) =>
  SIGN_INS.filter((second) => second !== first).map((second) => [first, second] as const),
)

for (const fact of ['claimedUserId', 'externalUserId'] as const)
  test(`in none of twelve orders of signing in between request and approval one human with two accounts is two (${fact}) @C5${fact === 'externalUserId' ? ' @nightly' : ''}`, async () => {
    expect(ORDERS).toHaveLength(12)
    for (const order of ORDERS) {
      const [one, other] = [account(), account()]
      const full = { [fact]: fact === 'claimedUserId' ? newUserId() : `staff-${randomUUID()}` }
      const person = await withLastPhone()
      // The last sign-in of an account is the one that acts; both have been seen in full.
      const last = { requester: await signIn(one, full), decider: await signIn(other, full) }
      const number = await asked(await agentOf(last.requester), person)
      for (const step of order) {
        const who = step.startsWith('requester') ? 'requester' : 'decider'
        last[who] = await signIn(
          who === 'requester' ? one : other,
          step.endsWith('in full') ? full : {},
        )
      }
      const decider = await agentOf(last.decider)
      expect(await read(decider, number), order.join(', ')).toMatchObject({ isOwn: true })
      expect(await decide(decider, number), order.join(', ')).toMatchObject({
        ok: false,
        error: { code: 'own' },
      })
      expect(await deletions(person), order.join(', ')).toEqual([])
      // The other way round.
      const swapped = await withLastPhone()
      const again = await asked(decider, swapped)
      expect(await decide(await agentOf(last.requester), again)).toMatchObject({
        error: { code: 'own' },
      })
      expect(await deletions(swapped)).toEqual([])
    }
  })

test('whatever two different humans say at their sign-ins, one approves what the other asked for @C5', async () => {
  const [one, other] = [account(), account()]
  const person = await withLastPhone()
  const requester = await agentOf(await signIn(one, { claimedUserId: newUserId() }))
  const number = await asked(requester, person)
  await signIn(one, {})
  const decider = await agentOf(await signIn(other, { claimedUserId: newUserId() }))
  expect(await decide(decider, number)).toMatchObject({ ok: true, value: { status: 'approved' } })
})

test('two accounts that a third one links are one human @C5', async () => {
  const [one, middle, other] = [account(), account(), account()]
  const [userId, externalUserId] = [newUserId(), `staff-${randomUUID()}`]
  await signIn(middle, { claimedUserId: userId, externalUserId })
  const person = await withLastPhone()
  const number = await asked(await agentOf(await signIn(one, { claimedUserId: userId })), person)
  // The service ignores letter case in external user IDs.
  const said = { externalUserId: externalUserId.toUpperCase() }
  const decider = await agentOf(await signIn(other, said))
  expect(await decide(decider, number)).toMatchObject({ error: { code: 'own' } })
})

test('an agent does nothing for an identity that was ever theirs, whatever their newest sign-in says @C1', async () => {
  const person = await withLastPhone()
  const who = account()
  await signIn(who, { claimedUserId: person.userId })
  const agent = await agentOf(await signIn(who, {}))
  expect(await ask(agent, person)).toMatchObject({ error: { code: 'not-allowed' } })
  const { deviceId, userId } = person
  const asking = { agent, userId, deviceId, reason: 'lost', ticket: 'INC-1', timing: AT_ONCE }
  expect(await removeForPerson({ ...asking, reason: 'lost' })).toMatchObject({
    error: { code: 'not-allowed' },
  })
  expect(await deletions(person)).toEqual([])
})

test('a newer ID token without the role takes it from every older session at once, and gives none back @B2 @C6', async () => {
  const who = account()
  const older = await signIn(who, { displayName: 'Old Name', claimedUserId: newUserId() })
  const agent = await agentOf(older)
  const person = await withLastPhone()
  const claimedUserId = newUserId()
  const newer = await signIn(who, { roles: [], displayName: 'New Name', claimedUserId })
  const [one, other] = [await findSession(older, now()), await findSession(newer, now())]
  for (const session of [one, other])
    expect(session).toMatchObject({ roles: [], displayName: 'New Name', claimedUserId })
  await expect(agentOf(older)).rejects.toThrow('not-allowed')
  const { deviceId, userId } = person
  const removal = { agent, userId, deviceId, reason: 'lost', ticket: 'INC-1', timing: AT_ONCE }
  expect((await removeForPerson({ ...removal, reason: 'lost' })).ok).toBe(false)
  expect((await ask(agent, person)).ok).toBe(false)
  expect(await deletions(person)).toEqual([])
  // The role of a still newer token is that session's alone.
  const newest = await signIn(who, {})
  expect((await agentOf(newest)).roles).toEqual(['support'])
  await expect(agentOf(older)).rejects.toThrow('not-allowed')
  expect((await findSession(newer, now()))?.roles).toEqual([])
})

test('when the external ID changes, older sessions forget what the former one found @C2', async () => {
  const who = account()
  const older = await signIn(who, { externalUserId: 'before' })
  const found = `found_user_ids = '["AB12"]', found_at = now()`
  await changeSealed(sessions, found, `subject = '${who.subject}'`)
  await signIn(who, { externalUserId: 'after' })
  expect(await findSession(older, now())).toMatchObject({
    externalUserId: 'after',
    foundUserIds: null,
  })
})

test('an identity belongs to the account that proved it last, not to the one that was here last @C2', async () => {
  const person = await makeSomebody(onePhone)
  const [old, holder] = [account(), account()]
  const at = (hour: number) => new Date(Date.now() - (10 - hour) * 3600_000)
  await signIn(old, { roles: [], claimedUserId: person.userId, displayName: 'Old Holder' }, at(1))
  await signIn(holder, { roles: [], claimedUserId: person.userId, displayName: 'Holder' }, at(2))
  await signIn(old, { roles: [], displayName: 'Old Holder' }, at(3))
  const agent = await newAgent()
  const action = 'devices:list:any'
  const authorized = await authorizeForPerson({ agent, action, userId: person.userId })
  if (!authorized.ok) throw new Error(authorized.error.code)
  expect(authorized.value.owner).toEqual(holder)
  expect(authorized.value.subject.person).toMatchObject({
    displayName: 'Holder',
    others: [{ displayName: 'Old Holder' }],
  })
})

test('the service says now whose an identity is that was looked up; whom it doesn’t confirm owns nothing @C2', async () => {
  const externalUserId = `customer-${randomUUID()}`
  const person = await makeSomebody(onePhone, { externalUserIds: [externalUserId] })
  const holder = account()
  await agentOf(await signIn(holder, { externalUserId }))
  const isHolders = `subject = '${holder.subject}'`
  const longAgo = `confirmed_at = now() - interval '1 hour'`
  await changeSealed(identityFacts, longAgo, isHolders)
  const agent = await newAgent()
  const ownerNow = async () => {
    const action = 'devices:list:any'
    const authorized = await authorizeForPerson({ agent, action, userId: person.userId })
    return authorized.ok ? authorized.value.owner : authorized.error.code
  }
  expect(await ownerNow()).toEqual(holder)
  await recognize.putPerson(person.userId, { rows: onePhone(person.userId), externalUserIds: [] })
  await changeSealed(identityFacts, longAgo, isHolders)
  expect(await ownerNow()).toBeNull()
})

test('a sign-in without an address leaves the known ones as they are @N14', async () => {
  const who = somebody()
  await seen(who, { addresses: ['robin@mail.example'] })
  await seen(who, { addresses: [] })
  const rows = await query(`SELECT addresses FROM people WHERE subject = '${who.actor.subject}'`)
  expect(rows).toEqual([{ addresses: ['robin@mail.example'] }])
  await seen(who, { addresses: ['new@mail.example'] })
  expect(
    await query(`SELECT addresses FROM people WHERE subject = '${who.actor.subject}'`),
  ).toEqual([{ addresses: ['new@mail.example'] }])
})
