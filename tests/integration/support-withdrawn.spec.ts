import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { withdrawRoles } from '@/lib/auth/sessions/withdraw-roles'
import { now } from '@/lib/platform/clock'
import { removeForPerson } from '@/lib/support/acting/remove-for-person'
import { newSigningKey, phones } from '../builders/rows'
import { newAgent, seen } from './support/agents'
import { query } from './support/database'
import { databaseTest as test, expect, makeSomebody } from './support/test'
import { cancelRemoval } from './support/own-devices'
import { HELD } from './support/removals'

test('of eight acts that race the withdrawal of the role none is written after it @C6', async () => {
  const agent = await newAgent()
  const key = newSigningKey()
  const act = async () => {
    const person = await makeSomebody(phones(key, newSigningKey()))
    await seen(person)
    const deviceId = deviceIdOf(person.userId, key)
    const request = { deviceId, reason: 'sold', ticket: 'INC 4711' } as const
    const removal = await removeForPerson({
      agent,
      userId: person.userId,
      ...request,
      timing: HELD,
    })
    return {
      isDone: removal.ok,
      undo: () => removal.ok && cancelRemoval(person, { referenceCode: removal.value.receipt }),
    }
  }
  const first = await act()
  const acts = Array.from({ length: 8 }, act)
  await Promise.race(acts)
  await withdrawRoles(agent.issuer, agent.subject, now())
  const ended = [first, ...(await Promise.all(acts)), await act()]
  const written = await query(
    `SELECT type FROM audit_entries JOIN audit_actors USING (actor)
     WHERE subject = '${agent.subject}' AND type IN ('removal-held', 'roles-withdrawn') ORDER BY id`,
  )
  for (const { undo } of ended) await undo()
  const held = ended.filter(({ isDone }) => isDone).length
  expect(held).toBeGreaterThanOrEqual(2)
  expect(ended.at(-1)?.isDone).toBe(false)
  expect(written.map(({ type }) => type)).toEqual([
    ...Array<string>(held).fill('removal-held'),
    'roles-withdrawn',
  ])
})
