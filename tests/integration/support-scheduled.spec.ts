import { cancelScheduledOfAgent } from '@/lib/devices/removal/cancel-removal'
import { runDueRemovals } from '@/lib/devices/removal/removal-worker'
import { withdrawRoles } from '@/lib/auth/sessions/withdraw-roles'
import { now } from '@/lib/platform/clock'
import { entriesAbout, newAgent } from './support/agents'
import { later, HELD, remove, deletions } from './support/removals'
import { databaseTest as test, expect } from './support/test'
import { twoPhones, removeAs, receiptAs } from './support/two-phones'

test('what a former agent holds for others is given up with their roles; what a person holds is not', async () => {
  const person = await twoPhones()
  const agent = await newAgent()
  const sold = { ...person.request, reason: 'sold' } as const
  const removal = await removeAs(agent, person, sold, HELD)
  if (!removal.ok) throw new Error(removal.error.code)
  await withdrawRoles(agent.issuer, agent.subject, now())
  expect(await cancelScheduledOfAgent(person.actor, now())).toBe(0)
  expect(await cancelScheduledOfAgent(agent, now())).toBe(1)
  while ((await runDueRemovals(later(61))) > 0);
  expect(await deletions(person)).toEqual([])
  const found = await receiptAs(await newAgent(), person, removal.value.receipt)
  expect(found).toMatchObject({ value: { receipt: { state: 'abandoned' } } })
})

test('an agent’s urgent removal of what the person holds overtakes it in the agent’s name', async () => {
  const person = await twoPhones()
  await remove(person, person.key, { reason: 'sold' }, HELD)
  const agent = await newAgent()
  expect((await removeAs(agent, person)).ok).toBe(true)
  const entries = await entriesAbout(person.userId)
  const roles = entries.map(({ type, actor_role: role }) => [type, role])
  expect(roles).toContainEqual(['removal-held', 'person'])
  expect(roles).toContainEqual(['removal-cancelled', 'support'])
})
