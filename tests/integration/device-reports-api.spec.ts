import { postDeviceReport } from '@/lib/api/endpoints/report-device'
import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { deviceRow, newSigningKey, newUserId } from '../builders/rows'
import { apiTest as test, call, refused, makeCaller, openid } from './support/api-test'
import { query } from './support/database'
import { expect, recognize } from './support/test'

const reported = (userId: string) =>
  query(`SELECT device_id FROM reported_devices WHERE user_id = '${userId}'`)

test('only a key that the service lists for the app’s own person is taken @C2', async () => {
  const [own, foreign] = [newSigningKey(), newSigningKey()]
  const caller = await makeCaller((userId) => [deviceRow({ userId, publicSigningKey: own })])
  const other = await makeCaller((userId) => [deviceRow({ userId, publicSigningKey: foreign })])
  const token = await caller.token()
  const report = (body: unknown) => call(postDeviceReport, { token, body })

  await refused(report({ publicSigningKey: foreign }), 404, 'device-not-listed')
  await refused(report({ publicSigningKey: newSigningKey() }), 404, 'device-not-listed')
  for (const userId of [other.userId, newUserId()])
    await refused(report({ publicSigningKey: foreign, userId }), 403, 'not-yours')
  await refused(report({}), 400, 'invalid')
  await refused(report({ publicSigningKey: 'no key!' }), 400, 'invalid')
  await recognize.setFault(caller.userId, { on: 'list', kind: 'status', status: 401, times: 1 })
  await refused(report({ publicSigningKey: own }), 503, 'service-down')
  expect(await reported(caller.userId)).toEqual([])
  expect(await reported(other.userId)).toEqual([])

  expect((await report({ publicSigningKey: own })).status).toBe(204)
  const userId = caller.userId.toLowerCase()
  expect((await report({ publicSigningKey: own, userId })).status).toBe(204)
  expect(await reported(caller.userId)).toEqual([{ device_id: deviceIdOf(caller.userId, own) }])
})

test('an app needs no user ID when its person has several identities', async () => {
  const key = newSigningKey()
  const [first, second] = [
    await makeCaller(),
    await makeCaller((userId) => [deviceRow({ userId, publicSigningKey: key })]),
  ]
  const { subject } = first.subject
  for (const { userId } of [first, second])
    await recognize.putPerson(userId, {
      rows: userId === first.userId ? [] : [deviceRow({ userId, publicSigningKey: key })],
      externalUserIds: [subject],
    })
  const token = await openid.jwt(subject)
  const answer = await call(postDeviceReport, { token, body: { publicSigningKey: key } })
  expect(answer.status).toBe(204)
  expect(await reported(second.userId)).toHaveLength(1)
  expect(await reported(first.userId)).toEqual([])
})
