import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { noteReadings } from '@/lib/devices/outside/note-readings'
import { verifyAuditLog } from '@/lib/audit/integrity/verify-log'
import { now } from '@/lib/platform/clock'
import { phone } from '../builders/devices'
import { newSigningKey, newUserId, phones } from '../builders/rows'
import { entriesAbout } from '../integration/support/agents'
import { query, whileRefusing } from '../integration/support/database'
import { listDevices } from '../integration/support/own-devices'
import { remove } from '../integration/support/removals'
import { databaseTest as test, expect, makeSomebody, recognize } from '../integration/support/test'

const later = (ms: number) => new Date(now().getTime() + ms)
const typesOf = async (userId: string) => (await entriesAbout(userId)).map(({ type }) => type)

test('readings at once, of several replicas, make one baseline and tell each change once', async () => {
  const userId = newUserId()
  const devices = [phone(), phone()]
  const readings = (list: typeof devices, at: Date) =>
    Promise.all(Array.from({ length: 8 }, () => noteReadings([{ userId, devices: list }], at)))
  await readings(devices, now())
  expect(await typesOf(userId)).toEqual([])
  const more = [...devices, phone(), phone()]
  await readings(more, later(1_000))
  expect(await typesOf(userId)).toEqual(['device-appeared', 'device-appeared'])
  await readings(more, later(2_000))
  expect(await typesOf(userId)).toHaveLength(2)
  expect((await verifyAuditLog()).findings).toEqual([])
})

test('an answer that is older than the last one taken in changes nothing', async () => {
  const userId = newUserId()
  const [one, two] = [phone(), phone()]
  await noteReadings([{ userId, devices: [one] }], now())
  await noteReadings([{ userId, devices: [one, two] }], later(10_000))
  await noteReadings([{ userId, devices: [one] }], later(5_000))
  expect(
    await query(`SELECT missing_since FROM known_devices WHERE user_id = '${userId}'`),
  ).toEqual([{ missing_since: null }, { missing_since: null }])
})

test('a change that can’t be recorded is not kept either: the next reading tells it', async () => {
  const userId = newUserId()
  const [one, two] = [phone(), phone()]
  await noteReadings([{ userId, devices: [one] }], now())
  await expect(
    whileRefusing({ userId }, () => noteReadings([{ userId, devices: [one, two] }], later(1_000))),
  ).rejects.toThrow()
  expect(await typesOf(userId)).toEqual([])
  await noteReadings([{ userId, devices: [one, two] }], later(2_000))
  expect(await typesOf(userId)).toEqual(['device-appeared'])
})

test('a list with thousands of rows and one key twice is taken in, and read again without a write', async () => {
  const userId = newUserId()
  const twin = phone()
  const devices = [...Array.from({ length: 5_000 }, () => phone()), twin, { ...twin }]
  await noteReadings([{ userId, devices }], now())
  await noteReadings([{ userId, devices: devices.toReversed() }], later(1_000))
  expect(
    await query(`SELECT count(*)::int AS rows FROM known_devices WHERE user_id = '${userId}'`),
  ).toEqual([{ rows: 5_001 }])
  expect(await typesOf(userId)).toEqual([])
})

test('a removal while lists are read is never told as a change from outside', async () => {
  const keys = [newSigningKey(), newSigningKey(), newSigningKey()] as const
  const person = await makeSomebody(phones(...keys))
  const { userId } = person
  await listDevices(person, {})
  await recognize.setFault(userId, { on: 'delete', kind: 'delay', delayMs: 200 })
  await Promise.all([
    remove(person, keys[0]),
    ...Array.from({ length: 10 }, async (_, turn) => {
      await new Promise((resolve) => setTimeout(resolve, 50 * turn))
      await listDevices(person, {})
    }),
  ])
  await listDevices(person, { at: later(10 * 60_000) })
  expect((await typesOf(userId)).filter((type) => type.startsWith('device-'))).toEqual([])
  const removed = await query(
    `SELECT removed_at IS NOT NULL AS removed FROM known_devices
     WHERE user_id = '${userId}' AND device_id = '${deviceIdOf(userId, keys[0])}'`,
  )
  expect(removed).toEqual([{ removed: true }])
})
