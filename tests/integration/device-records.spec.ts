import { entriesOf } from '@/lib/audit/log/audit-log'
import { destroyState } from '@/lib/client-states/vault/destroy-states'
import { keptStates, putState } from '@/lib/client-states/vault/vault'
import { deviceIdOf, fingerprintOf } from '@/lib/devices/model/identifiers'
import { runDueRemovals } from '@/lib/devices/removal/removal-worker'
import { type DeviceReport } from '@/lib/devices/list/report-device'
import { now } from '@/lib/platform/clock'
import { backupRow, deviceRow, newSigningKey, phoneRow, phones, onePhone } from '../builders/rows'
import { query } from './support/database'
import { later, HELD, askToRemove, remove } from './support/removals'
import { stateOf, undertaking } from './support/states'
import {
  databaseTest as test,
  expect,
  type Somebody,
  makeSomebody,
  recognize,
} from './support/test'
import { deviceHistory, listDevices, reportDevice, startCleanUp } from './support/own-devices'

const report = (
  person: Somebody,
  publicSigningKey: string,
  { at = now(), ...more }: Partial<DeviceReport> & { at?: Date } = {},
) =>
  reportDevice(person, {
    report: { userId: person.userId, publicSigningKey, clientId: 'the-app', ...more },
    at,
  })

async function listed(person: Somebody) {
  const list = await listDevices(person, {})
  if (!list.ok) throw new Error(list.error.code)
  return list.value.devices
}

/** A state that belongs to the row with this key. */
const putFor = (
  { userId, subject: { issuer, subject } }: Somebody,
  key: string,
  kind: 'backup' | 'temporary' = 'backup',
) => {
  const link = { deviceId: deviceIdOf(userId, key), linkedBy: 'app' } as const
  return putState(stateOf(userId, { issuer, subject, kind, ...link }), `state of ${key}`, now())
}

const reportsOf = (userId: string) =>
  query(`SELECT * FROM reported_devices WHERE user_id = '${userId}'`)

test('only a key that the service lists for that person’s own user is believed @C2', async () => {
  const key = newSigningKey()
  const owner = await makeSomebody(phones(key))
  const stranger = await makeSomebody(onePhone)
  const notListed = { ok: false, error: { code: 'not-listed' } }
  const notAllowed = { ok: false, error: { code: 'not-allowed' } }
  expect(await report(stranger, key)).toEqual(notListed)
  expect(await report(stranger, key, { userId: owner.userId })).toEqual(notAllowed)
  expect(await report(stranger, key, { userId: 'AB'.repeat(32) })).toEqual(notAllowed)
  expect(await report({ ...stranger, subject: owner.subject }, key)).toEqual(notAllowed)
  expect(await report(owner, newSigningKey())).toEqual(notListed)
  await recognize.deletePerson(stranger.userId)
  expect(await report(stranger, key)).toEqual(notListed)
  await recognize.setFault(owner.userId, { on: 'list', kind: 'status', status: 403, times: 1 })
  expect(await report(owner, key)).toMatchObject({ ok: false, error: { code: 'key-refused' } })
  for (const person of [owner, stranger]) {
    expect(await reportsOf(person.userId)).toEqual([])
    expect(await deviceHistory(person, { deviceId: deviceIdOf(person.userId, key) })).toEqual([])
  }
})

test('the first report goes into the trail, once; later ones only say when, to the minute', async () => {
  const key = newSigningKey()
  const owner = await makeSomebody((userId) => [deviceRow({ userId, publicSigningKey: key })])
  const deviceId = deviceIdOf(owner.userId, key)
  const at = new Date('2026-05-01T10:00:00.000Z')
  const seconds = (count: number) => new Date(at.getTime() + count * 1000)
  const together = await Promise.all([1, 2, 3, 4, 5].map(() => report(owner, key, { at })))
  for (const told of together) expect(told).toEqual({ ok: true, value: { deviceId } })
  for (const [time, seen] of [
    [seconds(59), at],
    // A clock that was set back doesn't take back what is known.
    [seconds(-3600), at],
    [seconds(60), seconds(60)],
    [seconds(119), seconds(60)],
  ] as const) {
    await report(owner, key, { at: time })
    expect((await listed(owner))[0]?.lastSeenAt).toBe(seen.toISOString())
  }
  const history = await deviceHistory(owner, { deviceId })
  const detail = { fingerprint: fingerprintOf(key), clientId: 'the-app' }
  expect(history).toMatchObject([{ type: 'device-reported', at, detail }])
  expect(history).toHaveLength(1)
  expect(JSON.stringify(history)).not.toContain(key)
})

test('a row’s kind is the service’s word, else the app’s, else that of the state that was handed in; a guess never counts', async () => {
  const [stated, reported, backup, temporary, guessed, unknown] = Array.from(
    { length: 6 },
    newSigningKey,
  ) as [string, string, string, string, string, string]
  const versions = { osVersion: 'Android 15', sdkVersion: '5.3.0' }
  const owner = await makeSomebody((userId) => [
    backupRow({ userId, publicSigningKey: stated }),
    deviceRow({ userId, publicSigningKey: reported }),
    deviceRow({ userId, publicSigningKey: backup, ...versions }),
    deviceRow({ userId, publicSigningKey: temporary, ...versions }),
    deviceRow({ userId, publicSigningKey: guessed, ...versions }),
    deviceRow({ userId, publicSigningKey: unknown }),
  ])
  const stranger = await makeSomebody((userId) => [deviceRow({ userId, publicSigningKey: backup })])
  await putFor(owner, stated, 'temporary')
  await putFor(owner, reported, 'backup')
  await putFor(owner, backup, 'backup')
  const id = await putFor(owner, temporary, 'temporary')
  for (const key of [stated, reported]) await report(owner, key)
  const kinds = async (person: Somebody) =>
    (await listed(person)).map(({ kind, kindSource }) => `${kind} ${kindSource}`)
  const expected = [
    'backup stated',
    'phone reported',
    'backup created-here',
    'temporary created-here',
    'unknown not-stated',
    'unknown not-stated',
  ]
  expect(await kinds(owner)).toEqual(expected)
  expect(await kinds(stranger)).toEqual(['unknown not-stated'])
  // Handed out, a state is gone from here; its row is no phone for that.
  await destroyState(id, owner.userId, 'redeemed', undertaking())
  expect(await kinds(owner)).toEqual(expected)
})

test('with a device goes all that was kept for it, and the one DELETE stays the only one @G5', async () => {
  const [key, other] = [newSigningKey(), newSigningKey()]
  const owner = await makeSomebody((userId) => [
    phoneRow({ userId }),
    backupRow({ userId, publicSigningKey: key }),
    backupRow({ userId, publicSigningKey: other }),
    // What the state that names no row may belong to.
    backupRow({ userId }),
  ])
  const { userId } = owner
  await putFor(owner, key)
  const staying = [
    await putFor(owner, other),
    await putState(stateOf(userId), 'of no row in particular', now()),
  ]
  for (const reported of [key, other]) await report(owner, reported)
  // It may still be there: then nothing is taken away.
  await recognize.setFault(userId, { on: 'delete', kind: 'reset', times: 1 })
  await askToRemove(owner, key, { reason: 'lost' })
  expect(await keptStates([userId], now())).toHaveLength(3)
  const receipts = await Promise.all([1, 2].map(() => remove(owner, key, { reason: 'lost' })))
  expect(receipts[1]).toBe(receipts[0])
  const deletions = (await recognize.journal({ userId })).filter(
    ({ operation, status }) => operation === 'delete' && status === 200,
  )
  expect(deletions).toHaveLength(1)
  const kept = await keptStates([userId], now())
  expect(kept.map(({ id }) => id).toSorted()).toEqual(staying.toSorted())
  expect(await reportsOf(userId)).toMatchObject([{ device_id: deviceIdOf(userId, other) }])
  const entries = await entriesOf(receipts, [userId])
  expect(entries.filter(({ type }) => type === 'client-state-destroyed')).toMatchObject([
    { deviceId: deviceIdOf(userId, key), detail: { kind: 'backup', why: 'device-removed' } },
  ])
})

test('a clean-up destroys what was kept for the rows that it removes, and nothing else', async () => {
  const keys = [newSigningKey(), newSigningKey(), newSigningKey()] as const
  const owner = await makeSomebody((userId) => [
    phoneRow({ userId }),
    ...keys.map((publicSigningKey, index) =>
      backupRow({ userId, publicSigningKey, createdAt: `2025-01-0${index + 1}T09:00:00.000` }),
    ),
  ])
  const stranger = await makeSomebody()
  const ids = [await putFor(owner, keys[0]), await putFor(owner, keys[1])]
  const newest = await putFor(owner, keys[2])
  const foreign = await putFor(stranger, keys[0])
  const { userId } = owner
  const chosen = [keys[0], keys[1]].map((key) => deviceIdOf(userId, key))
  const started = await startCleanUp(owner, { deviceIds: chosen, timing: HELD })
  expect(started).toMatchObject({ ok: true })
  expect(await keptStates([userId], now()), 'while it can be undone').toHaveLength(3)
  while ((await runDueRemovals(later(61))) > 0);
  const kept = await keptStates([userId, stranger.userId], now())
  expect(kept.map(({ id }) => id).toSorted()).toEqual([newest, foreign].toSorted())
  expect(kept.some(({ id }) => ids.includes(id))).toBe(false)
})

test('a device that went by itself while its removal waited takes its state along', async () => {
  const [key, rest] = [newSigningKey(), newSigningKey()]
  const owner = await makeSomebody((userId) => [
    phoneRow({ userId, publicSigningKey: rest }),
    backupRow({ userId }),
    backupRow({ userId, publicSigningKey: key }),
  ])
  const { userId } = owner
  await putFor(owner, key)
  await remove(owner, key, { reason: 'sold' }, HELD)
  await recognize.putPerson(userId, { rows: phones(rest)(userId) })
  while ((await runDueRemovals(later(61))) > 0);
  expect(await keptStates([userId], now())).toEqual([])
})
