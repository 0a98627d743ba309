import { cancelScheduledOfAgent } from '@/lib/devices/removal/cancel-removal'
import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { runDueRemovals } from '@/lib/devices/removal/removal-worker'
import type { Agent } from '@/lib/auth/authorization/actor'
import { withdrawRoles } from '@/lib/auth/sessions/withdraw-roles'
import { sendDueNotifications } from '@/lib/notifications/notification-worker'
import { now } from '@/lib/platform/clock'
import { waitToRemoveForPerson } from '@/lib/support/acting/remove-for-person'
import { newSigningKey, phones } from '../builders/rows'
import { entriesAbout, newAgent, seen } from './support/agents'
import { ask, asked, decide, read, withLastPhone } from './support/approvals'
import { query } from './support/database'
import { mail, mailTest as test, newAddress } from './support/mail-test'
import { cancelRemoval, findReceipt, listDevices } from './support/own-devices'
import { AT_ONCE, deletions, duringOutage, later, stateOf } from './support/removals'
import { expect, makeSomebody, recognize, somebody, type Somebody } from './support/test'
import { listAs, receiptAs, twoPhones } from './support/two-phones'

type Person = Awaited<ReturnType<typeof twoPhones>>

const waitAs = (agent: Agent, { userId, request }: Person) =>
  waitToRemoveForPerson({ agent, userId, ...request, timing: AT_ONCE })

const noted = ({ userId }: Pick<Somebody, 'userId'>) =>
  query(`SELECT receipt FROM pending_removals WHERE user_id = '${userId}'`)

/** Somebody with two phones, known here, whose service is down since they looked at their list. */
async function duringTheirOutage(addresses: string[] = []): Promise<Person> {
  const person = await twoPhones()
  await seen(person, { addresses })
  await duringOutage(person)
  return person
}

test('during an outage no one without the role sees a last list or has a removal wait, nor an agent their own @C1 @C2', async () => {
  const person = await duringTheirOutage()
  const own = await newAgent(['support'], person.actor)
  for (const who of [await newAgent([]), await newAgent(['auditor']), own]) {
    expect(await listAs(who, person)).toEqual({ ok: false, error: { code: 'not-allowed' } })
    expect(await waitAs(who, person)).toEqual({ ok: false, error: { code: 'not-allowed' } })
  }
  const stranger = await duringTheirOutage()
  const agent = await newAgent()
  expect(await waitAs(agent, { ...person, request: stranger.request })).toEqual({
    ok: false,
    error: { code: 'not-found' },
  })
  expect(await noted(person)).toEqual([])
  expect(await noted(stranger)).toEqual([])
})

test('an agent sees the last list that the person read, or that an agent did, and each look is recorded @C5', async () => {
  const person = await duringTheirOutage()
  const agent = await newAgent()
  const list = await listAs(agent, person)
  expect(list).toMatchObject({ error: { lastGood: { list: { devices: [{}, {}, {}] } } } })
  expect((await entriesAbout(person.userId)).map(({ type }) => type)).toEqual(['person-viewed'])

  // Nobody has signed in here as this one.
  const unknown = await twoPhones()
  expect(await listAs(agent, unknown)).toMatchObject({ ok: true })
  await recognize.setFault(unknown.userId, { on: 'list', kind: 'status', status: 403 })
  expect(await listAs(await newAgent(), unknown)).toMatchObject({
    error: { lastGood: { person: null, list: { devices: [{}, {}, {}] } } },
  })
  // What agents read is not the person's to see: they read for themselves.
  expect(await listDevices(unknown, {})).toMatchObject({ error: { lastGood: null } })

  const unread = await twoPhones()
  await recognize.setFault(unread.userId, { on: 'list', kind: 'status', status: 403 })
  expect(await listAs(agent, unread)).toMatchObject({ error: { lastGood: null } })
  expect(await waitAs(agent, unread)).toEqual({ ok: false, error: { code: 'not-found' } })
})

test('each device is under its own identity, whichever of them the agent asked for', async () => {
  const keys = [newSigningKey(), newSigningKey()] as const
  const first = await makeSomebody(phones(keys[0]))
  const second = await makeSomebody(phones(keys[1]))
  const both = somebody(first.userId, second.userId)
  await seen(both)
  await listDevices(both, {})
  await recognize.setFault(first.userId, { on: 'list', kind: 'status', status: 403 })
  const agent = await newAgent()
  const request = {
    deviceId: deviceIdOf(second.userId, keys[1]),
    reason: 'lost',
    ticket: 'INC 1',
  } as const
  const asked = { agent, userId: second.userId, ...request, timing: AT_ONCE }
  expect(await waitToRemoveForPerson(asked)).toMatchObject({ ok: true })
  expect(await noted(second)).toHaveLength(1)
  expect(await noted(first)).toEqual([])
})

test('an agent’s removal waits with ticket and verified caller, the person is told and can undo it, and it is done once as support’s @C5 @C6 @I1', async () => {
  const address = newAddress()
  const person = await duringTheirOutage([address])
  const agent = await newAgent()
  const removal = await waitAs(agent, person)
  if (!removal.ok) throw new Error(removal.error.code)
  const { receipt } = removal.value
  expect(await findReceipt(person, { referenceCode: receipt })).toMatchObject({
    state: 'scheduled',
    waitsForService: true,
    by: 'support',
  })
  await sendDueNotifications(later(1))
  const [told] = mail.mailsTo(address)
  expect(told?.text).toContain('as soon as the service is back')
  expect(told?.text).not.toContain('It is removed at')
  await recognize.clearFaults(person.userId)
  await Promise.all(Array.from({ length: 4 }, () => runDueRemovals(later(6))))
  expect(await deletions(person)).toEqual([person.key])
  const entries = await entriesAbout(person.userId)
  expect(entries.map(({ type, actor_role: role }) => [type, role])).toEqual([
    ['person-viewed', 'support'],
    ['removal-by-support', 'support'],
    ['removal-held', 'support'],
    ['removal-intended', 'support'],
    ['removal-finished', 'support'],
  ])

  const other = await duringTheirOutage()
  const undone = await waitAs(agent, other)
  const code = undone.ok ? undone.value.receipt : ''
  expect(await cancelRemoval(other, { referenceCode: code })).toBe(true)
})

test('what a former agent has wait goes with their role, and no one without one has anything wait', async () => {
  const [person, other] = [await duringTheirOutage(), await duringTheirOutage()]
  const agent = await newAgent()
  const removal = await waitAs(agent, person)
  await withdrawRoles(agent.issuer, agent.subject, now())
  expect(await waitAs(agent, other)).toEqual({ ok: false, error: { code: 'not-allowed' } })
  expect(await cancelScheduledOfAgent(agent, now())).toBe(1)
  await recognize.clearFaults(person.userId)
  await runDueRemovals(later(3600))
  expect(await deletions(person)).toEqual([])
  const receipt = removal.ok ? removal.value.receipt : ''
  expect(await receiptAs(await newAgent(), person, receipt)).toMatchObject({
    value: { receipt: { state: 'abandoned' } },
  })
})

test('a last phone takes two agents in an outage too: approved, it waits, and the safeguards decide again @C5', async () => {
  const person = await withLastPhone()
  await duringOutage(person)
  const [agent, second] = [await newAgent(), await newAgent()]
  const alone = { agent, userId: person.userId, ...person.request, timing: AT_ONCE }
  expect(await waitToRemoveForPerson(alone)).toMatchObject({
    error: { code: 'guarded', guard: 'last-phone', decision: 'confirm' },
  })
  expect(await ask(agent, person, { reason: 'tidying' })).toMatchObject({
    error: { code: 'refused' },
  })
  expect(await noted(person)).toEqual([])
  const number = await asked(agent, person)
  expect(await decide(agent, number)).toMatchObject({ error: { code: 'own' } })
  const decided = await decide(second, number)
  if (!decided.ok || decided.value.status !== 'approved') throw new Error('not approved')
  const { receipt } = decided.value
  expect(await read(agent, number)).toMatchObject({ status: 'approved', receipt })
  expect(await stateOf(person, receipt)).toBe('scheduled')
  await recognize.clearFaults(person.userId)
  await Promise.all(Array.from({ length: 4 }, () => runDueRemovals(later(6))))
  expect(await stateOf(person, receipt)).toBe('confirmed')
  expect(await deletions(person)).toEqual([person.key])
})
