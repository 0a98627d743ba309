import { database } from '@/lib/database/connection'
import { reportedDevices } from '@/lib/database/schema'
import { sealRow } from '@/lib/database/sealed-rows'
import { addOptions } from '@/lib/activations/steps/add-options'
import { startActivation } from '@/lib/activations/steps/start-activation'
import { entriesOf } from '@/lib/audit/log/audit-log'
import { keptStates, putState, type NewState } from '@/lib/client-states/vault/vault'
import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { readDeadline } from '@/lib/platform/deadline'
import {
  backupRow,
  deviceRow,
  newSigningKey,
  phoneRow,
  temporaryRow,
  onePhone,
} from '../builders/rows'
import { remove } from './support/removals'
import { stateOf } from './support/states'
import {
  databaseTest as test,
  expect,
  type Somebody,
  makeSomebody,
  recognize,
} from './support/test'
import { starting } from './support/authorized'

const minutes = (count: number) => new Date(Date.now() + count * 60_000)
/** A timestamp as the service writes them. */
const written = (count: number) => minutes(count).toISOString().replace('Z', '')

/** Whether the page offers a backup then, having read the list. */
const offered = async ({ actor, subject }: Somebody, at = minutes(0)) => {
  const options = await addOptions({
    authorized: starting(actor, subject),
    at,
    deadline: readDeadline(),
  })
  return options.ok && options.value.identities[0]?.backup !== null
}
const linksOf = async ({ userId }: Somebody) =>
  (await keptStates([userId], minutes(0))).map(({ deviceId }) => deviceId)
const put = (userId: string, more: Partial<NewState> = {}, at = minutes(0)) =>
  putState(stateOf(userId, more), 'the state', at)

test('a state whose row vanishes outside the portal is destroyed when the list lacks it for minutes, not before @G5', async () => {
  const key = newSigningKey()
  const person = await makeSomebody(onePhone)
  const { userId } = person
  const phone = phoneRow({ userId })
  const deviceId = deviceIdOf(userId, key)
  const id = await put(userId, { deviceId, linkedBy: 'app' })
  const ids = async () => (await keptStates([userId], minutes(0))).map((state) => state.id)

  expect(await offered(person)).toBe(false)
  expect(await offered(person, minutes(4))).toBe(false)
  expect(await ids()).toEqual([id])
  // It is there again: what was missed before doesn’t count.
  await recognize.putPerson(userId, {
    rows: [phone, backupRow({ userId, publicSigningKey: key })],
  })
  expect(await offered(person, minutes(5))).toBe(true)
  await recognize.putPerson(userId, { rows: [phone] })
  expect(await offered(person, minutes(20))).toBe(false)
  await recognize.setFault(userId, { on: 'list', kind: 'status', status: 500 })
  expect(await offered(person, minutes(40))).toBe(false)
  expect(await ids()).toEqual([id])
  await recognize.clearFaults(userId)

  const request = { identity: 0, start: 'backup', previous: null } as const
  const { actor, subject } = person
  await startActivation({
    authorized: starting(actor, subject),
    request,
    at: minutes(26),
    deadline: readDeadline(),
  })
  expect(await ids()).toEqual([])
  const entries = await entriesOf([id], [userId])
  const detail = { id, kind: 'backup', why: 'device-removed' }
  expect(entries).toMatchObject([{ type: 'client-state-destroyed', deviceId, detail }])
})

test('a state is linked later to the only row that it can be, and to none that isn’t certain', async () => {
  const key = newSigningKey()
  const linked = async (rows: (userId: string) => unknown[], ages = [0], reported = false) => {
    const person = await makeSomebody(rows)
    const deviceId = deviceIdOf(person.userId, key)
    for (const age of ages) await put(person.userId, {}, minutes(age))
    if (reported)
      await database()
        .insert(reportedDevices)
        .values(
          sealRow(reportedDevices, {
            userId: person.userId,
            deviceId,
            firstSeenAt: new Date(),
            lastSeenAt: new Date(),
          }),
        )
    await offered(person, minutes(60))
    const links = await linksOf(person)
    expect(links).toHaveLength(ages.length)
    return links.filter((link) => link !== null).map((link) => link === deviceId)
  }
  const near = { publicSigningKey: key, createdAt: written(-9) }
  expect(await linked((userId) => [backupRow({ userId, ...near })])).toEqual([true])
  expect(await linked((userId) => [deviceRow({ userId, ...near })])).toEqual([true])
  const after = { ...near, createdAt: written(-1) }
  expect(await linked((userId) => [backupRow({ userId, ...after })], [-10])).toEqual([true])

  const far = { ...near, createdAt: written(-11) }
  expect(await linked((userId) => [backupRow({ userId, ...far })])).toEqual([])
  expect(await linked((userId) => [temporaryRow({ userId, ...near })])).toEqual([])
  expect(await linked((userId) => [phoneRow({ userId, ...near })])).toEqual([])
  expect(await linked((userId) => [deviceRow({ userId, ...near })], [0], true)).toEqual([])
  const two = (userId: string) => [
    backupRow({ userId, ...near }),
    backupRow({ userId, createdAt: written(-1) }),
  ]
  expect(await linked(two)).toEqual([])
  expect(await linked((userId) => [backupRow({ userId, ...near })], [0, -1])).toEqual([])
})

test('who removes recovery backups keeps no more states without a row than such rows are left', async () => {
  const [phone, ...keys] = Array.from({ length: 4 }, newSigningKey)
  const person = await makeSomebody((userId) => [
    phoneRow({ userId, publicSigningKey: phone ?? '' }),
    phoneRow({ userId }),
    ...keys.map((publicSigningKey) => backupRow({ userId, publicSigningKey })),
  ])
  const { userId } = person
  const oldest = await put(userId, {}, minutes(-3))
  const older = await put(userId, {}, minutes(-2))
  const newest = await put(userId, {}, minutes(-1))
  const expiresAt = minutes(60)
  const temporary = await put(userId, { kind: 'temporary', expiresAt }, minutes(-1))
  const removeBackup = async (key = '') => {
    await remove(person, key, { reason: 'lost', confirmed: 'last-backup.covered' })
    return (await keptStates([userId], minutes(0))).map(({ id }) => id).toSorted()
  }
  const all = [oldest, older, newest, temporary]
  expect(await removeBackup(phone)).toEqual(all.toSorted())
  expect(await removeBackup(keys[0])).toEqual([older, newest, temporary].toSorted())
  expect(await removeBackup(keys[1])).toEqual([newest, temporary].toSorted())
  expect(await removeBackup(keys[2])).toEqual([temporary])
  expect(await offered(person)).toBe(false)
  // What comes afterwards has nothing to do with it.
  const later = await put(userId, {}, minutes(1))
  expect(await offered(person, minutes(2)), 'no row is listed that may be it').toBe(false)
  expect(await keptStates([userId], minutes(2))).toMatchObject([{ id: later }, { id: temporary }])
})

test('nobody else’s states go, and none of an identity that the service doesn’t know just now @C2', async () => {
  const [person, other] = [await makeSomebody(), await makeSomebody()]
  const unknown = deviceIdOf(person.userId, 'AAAA').toUpperCase()
  const linked = { deviceId: 'd'.repeat(32), linkedBy: 'app' } as const
  await put(other.userId, linked)
  await put(unknown, linked)
  const subject = { ...person.subject, userIds: [person.userId, unknown] as const }
  for (const at of [1, 20])
    await addOptions({
      authorized: starting(person.actor, { ...subject, userIds: [...subject.userIds] }),
      at: minutes(at),
      deadline: readDeadline(),
    })
  expect(await keptStates([other.userId, unknown], minutes(0))).toHaveLength(2)
})
