import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { removeForPerson } from '@/lib/support/acting/remove-for-person'
import { backupRow, newSigningKey, phoneRow } from '../builders/rows'
import { newAgent, seen } from './support/agents'
import { AT_ONCE } from './support/removals'
import { databaseTest as test, expect, makeSomebody, recognize } from './support/test'
import { TICKET } from './support/two-phones'

test('the last phone of all identities together takes a second agent, the last of one identity doesn’t', async () => {
  const keys = [newSigningKey(), newSigningKey()] as const
  const [one, other] = [
    await makeSomebody((userId) => [
      phoneRow({ userId, publicSigningKey: keys[0] }),
      backupRow({ userId }),
    ]),
    await makeSomebody((userId) => [
      phoneRow({ userId, publicSigningKey: keys[1] }),
      backupRow({ userId }),
    ]),
  ]
  const userIds = [one.userId, other.userId] as const
  await seen({ ...one, subject: { ...one.subject, userIds } })
  const agent = await newAgent()
  const remove = (place: 0 | 1) => {
    const deviceId = deviceIdOf(userIds[place], keys[place])
    return removeForPerson({
      agent,
      userId: one.userId,
      deviceId,
      reason: 'lost',
      ticket: TICKET,
      timing: AT_ONCE,
    })
  }
  expect((await remove(0)).ok).toBe(true)
  const guarded = { code: 'guarded', guard: 'last-phone', decision: 'confirm' }
  expect(await remove(1)).toMatchObject({ ok: false, error: guarded })
  expect((await recognize.getPerson(one.userId)).rows).toHaveLength(1)
  expect((await recognize.getPerson(other.userId)).rows).toHaveLength(2)
})
