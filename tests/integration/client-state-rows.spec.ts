import { database } from '@/lib/database/connection'
import { reportedDevices } from '@/lib/database/schema'
import { sealRow } from '@/lib/database/sealed-rows'
import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { backupRow, deviceRow, newSigningKey, phoneRow } from '../builders/rows'
import { apiTest as test, refused, makeCaller } from './support/api-test'
import { backup, storedFor, textOf, upload } from './support/client-states'
import { query } from './support/database'
import { expect } from './support/test'

/** A timestamp as the service writes them, so many minutes ago. */
const minutesAgo = (minutes: number) =>
  new Date(Date.now() - minutes * 60_000).toISOString().replace('Z', '')

test('a state without its key is linked to the only row that it can be', async () => {
  const [fresh, old] = [newSigningKey(), newSigningKey()]
  const linked = async (rows: (userId: string) => unknown[]) => {
    const caller = await makeCaller(rows)
    expect((await upload(caller, backup())).status).toBe(201)
    const [state] = await storedFor(caller.userId)
    const isLinked = state?.device_id === deviceIdOf(caller.userId, fresh)
    return isLinked ? state?.linked_by : state?.device_id
  }
  const at = { publicSigningKey: fresh, createdAt: minutesAgo(1) }
  expect(await linked((userId) => [backupRow({ userId, ...at })])).toBe('difference')
  expect(await linked((userId) => [deviceRow({ userId, ...at })])).toBe('difference')
  const beside = (userId: string) => [
    phoneRow({ userId, createdAt: minutesAgo(1) }),
    backupRow({ userId, publicSigningKey: old, createdAt: minutesAgo(11) }),
    backupRow({ userId, ...at }),
  ]
  expect(await linked(beside)).toBe('difference')

  const late = { publicSigningKey: fresh, createdAt: minutesAgo(11) }
  expect(await linked((userId) => [backupRow({ userId, ...late })])).toBeNull()
  const other = (userId: string) => [backupRow({ userId, ...at, type: 'TEMPORARY' })]
  expect(await linked(other)).toBeNull()
  const two = (userId: string) => [
    backupRow({ userId, ...at }),
    backupRow({ userId, createdAt: minutesAgo(2) }),
  ]
  expect(await linked(two)).toBeNull()
})

test('no two states are linked to one row, and none to a phone that was heard of', async () => {
  const key = newSigningKey()
  const row = { publicSigningKey: key, createdAt: minutesAgo(1) }
  const caller = await makeCaller((userId) => [backupRow({ userId, ...row })])
  await Promise.all(Array.from({ length: 6 }, () => upload(caller, backup())))
  const states = await storedFor(caller.userId)
  expect(states.map(({ linked_by }) => linked_by).toSorted()).toEqual([
    'difference',
    ...Array<null>(5).fill(null),
  ])

  const phone = await makeCaller((userId) => [deviceRow({ userId, ...row })])
  const deviceId = deviceIdOf(phone.userId, key)
  await database()
    .insert(reportedDevices)
    .values(
      sealRow(reportedDevices, {
        userId: phone.userId,
        deviceId,
        firstSeenAt: new Date(),
        lastSeenAt: new Date(),
      }),
    )
  await upload(phone, backup())
  expect(await storedFor(phone.userId)).toMatchObject([{ device_id: null }])
  await refused(upload(phone, backup({ publicSigningKey: key })), 422, 'wrong-kind')
})

test('a row that the service states to be something else is not the state’s', async () => {
  const [phone, temporary] = [newSigningKey(), newSigningKey()]
  const caller = await makeCaller((userId) => [
    phoneRow({ userId, publicSigningKey: phone }),
    backupRow({ userId, publicSigningKey: temporary, type: 'TEMPORARY' }),
  ])
  for (const publicSigningKey of [phone, temporary])
    await refused(upload(caller, backup({ publicSigningKey })), 422, 'wrong-kind')
  expect(await storedFor(caller.userId)).toEqual([])
})

test('a state of a row that isn’t listed yet is linked all the same; PUT replaces it, POST doesn’t', async () => {
  const caller = await makeCaller()
  const publicSigningKey = newSigningKey()
  const body = backup({ publicSigningKey })
  expect((await upload(caller, body, { put: true })).status).toBe(201)
  const [before] = await storedFor(caller.userId)
  expect(before).toMatchObject({
    device_id: deviceIdOf(caller.userId, publicSigningKey),
    linked_by: 'app',
  })
  await refused(upload(caller, body), 409, 'already-stored')
  const url = publicSigningKey.replaceAll('+', '-').replaceAll('/', '_')
  const again = { ...body, clientState: 'another', publicSigningKey: url }
  const replaced = await upload(caller, again, { put: true })
  expect(replaced.status).toBe(200)
  const rows = await storedFor(caller.userId)
  expect(rows).toHaveLength(1)
  expect(rows[0]?.id).not.toBe(before?.id)
  expect(await textOf(rows[0]?.id ?? '', caller.userId)).toBe('another')
  const destroyed = await query(
    `SELECT detail FROM audit_entries WHERE user_id = '${caller.userId}' AND type = 'client-state-destroyed'`,
  )
  expect(destroyed).toMatchObject([{ detail: { id: before?.id, why: 'replaced' } }])
})
