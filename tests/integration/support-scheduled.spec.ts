import { cancelScheduledOfAgent } from '@/lib/devices/removal/cancel-removal'
import { runDueRemovals } from '@/lib/devices/removal/removal-worker'
import { withdrawRoles } from '@/lib/auth/sessions/withdraw-roles'
import { now } from '@/lib/platform/clock'
import { findPersonReceipt } from '@/lib/support/acting/person-devices'
import { removeForPerson } from '@/lib/support/acting/remove-for-person'
import { entriesAbout, newAgent } from './support/agents'
import { AT_ONCE, later } from './support/removals'
import { databaseTest as test, expect, recognize } from './support/test'
import { twoPhones } from './support/two-phones'
import { removeDevice } from './support/own-devices'

test('what a former agent holds for others is given up with their roles; what a person holds is not', async () => {
  const person = await twoPhones()
  const agent = await newAgent()
  const held = { clock: now, holdMs: 60_000 }
  const sold = { ...person.request, reason: 'sold' } as const
  const removal = await removeForPerson({ agent, userId: person.userId, ...sold, timing: held })
  if (!removal.ok) throw new Error(removal.error.code)
  await withdrawRoles(agent.issuer, agent.subject, now())
  expect(await cancelScheduledOfAgent(person.actor, now())).toBe(0)
  expect(await cancelScheduledOfAgent(agent, now())).toBe(1)
  while ((await runDueRemovals(later(61))) > 0);
  const calls = await recognize.journal({ userId: person.userId })
  expect(calls.filter(({ operation }) => operation === 'delete')).toEqual([])
  const found = await findPersonReceipt({
    agent: await newAgent(),
    userId: person.userId,
    referenceCode: removal.value.receipt,
    at: now(),
  })
  expect(found).toMatchObject({ value: { receipt: { state: 'abandoned' } } })
})

test('an agent’s urgent removal of what the person holds overtakes it in the agent’s name', async () => {
  const person = await twoPhones()
  const { actor, subject, request } = person
  const own = { deviceId: request.deviceId, reason: 'sold', confirmed: null } as const
  const held = await removeDevice(
    { actor, subject },
    { request: own, timing: { clock: now, holdMs: 60_000 } },
  )
  expect(held.ok).toBe(true)
  const agent = await newAgent()
  expect(
    (await removeForPerson({ agent, userId: person.userId, ...request, timing: AT_ONCE })).ok,
  ).toBe(true)
  const entries = await entriesAbout(person.userId)
  const roles = entries.map(({ type, actor_role: role }) => [type, role])
  expect(roles).toContainEqual(['removal-held', 'person'])
  expect(roles).toContainEqual(['removal-cancelled', 'support'])
})
