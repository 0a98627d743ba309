import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { readDueLists } from '@/lib/devices/list/known-list-worker'
import { lastGoodLists } from '@/lib/devices/list/last-good-list'
import { rememberPerson } from '@/lib/auth/sessions/people'
import { now } from '@/lib/platform/clock'
import type { Row } from '@/sandbox/rows'
import { deviceRow, newSigningKey, newUserId, phoneRow } from '../builders/rows'
import { bind, look, onTheWay, storeState, toldOf } from './support/activations'
import { entriesAbout } from './support/agents'
import { query } from './support/database'
import { mailTest as test, newAddress } from './support/mail-test'
import { listDevices } from './support/own-devices'
import { askToWait, later, remove } from './support/removals'
import { expect, makeSomebody, recognize, type Somebody } from './support/test'

const DOWN = { on: 'list', kind: 'status', status: 503 } as const
const inMinutes = (minutes: number) => later(60 * minutes)()

/** A person with two phones whose first list was taken in. Mails go to `addresses`. */
async function knownPerson() {
  const keys = [newSigningKey(), newSigningKey()] as const
  const rowsOf = (userId: string) =>
    keys.map((publicSigningKey) => phoneRow({ userId, publicSigningKey }))
  const person = await makeSomebody(rowsOf)
  const addresses = [newAddress()]
  const { issuer, subject, displayName } = person.actor
  const userIds = [...person.subject.userIds]
  await rememberPerson({ issuer, subject, displayName, addresses, userIds }, now())
  await read(person)
  return { ...person, addresses, keys, rows: rowsOf(person.userId) }
}

/** Reads the list as the person's page does; gives the marks by device. */
async function read(person: Pick<Somebody, 'actor' | 'subject'>, at = now()) {
  const list = await listDevices(person, { at })
  if (!list.ok) throw new Error(`not read: ${list.error.code}`)
  return Object.fromEntries(list.value.marks.map(({ deviceId, mark }) => [deviceId, mark]))
}

const setRows = ({ userId }: Somebody, rows: Row[]) => recognize.putPerson(userId, { rows })

const OUTSIDE = /^device-(appeared|vanished|came-back|changed)$/
const outsideOf = async ({ userId }: Pick<Somebody, 'userId'>) =>
  (await entriesAbout(userId)).filter(({ type }) => OUTSIDE.test(type))
const typesOf = async (person: Pick<Somebody, 'userId'>) =>
  (await outsideOf(person)).map(({ type }) => type)

const nextVisit = <Person extends Somebody>(person: Person): Person => ({
  ...person,
  actor: { ...person.actor, sessionHash: newUserId() },
})

test('the first reading tells nobody, and the same list again writes nothing', async () => {
  const person = await knownPerson()
  const stateOf = () =>
    query(
      `SELECT l.*, l.xmin::text AS written FROM known_lists l WHERE user_id = '${person.userId}'`,
    )
  const before = await stateOf()
  expect(await read(person)).toEqual({})
  expect(await stateOf()).toEqual(before)
  expect(await typesOf(person)).toEqual([])
  expect(await toldOf(person)).toEqual([])
})

test('a phone that appears outside the portal is marked during the visit, recorded and told once', async () => {
  const person = await knownPerson()
  const key = newSigningKey()
  await setRows(person, [
    ...person.rows,
    phoneRow({ userId: person.userId, publicSigningKey: key }),
  ])
  const mark = { [deviceIdOf(person.userId, key)]: 'new' }
  expect(await read(person)).toEqual(mark)
  expect(await read(person), 'during the same visit').toEqual(mark)
  expect(await read(nextVisit(person)), 'at the next visit').toEqual({})
  expect(await outsideOf(person)).toMatchObject([
    {
      type: 'device-appeared',
      actor_role: 'system',
      detail: { device: { osVersion: 'iOS 17.4' } },
    },
  ])
  expect(await toldOf(person)).toEqual(['device-appeared'])
})

test('no failed reading, unknown identity or refused answer ever looks like vanished rows', async () => {
  const person = await knownPerson()
  const { userId } = person
  for (const fault of [
    DOWN,
    { on: 'list', kind: 'status', status: 404 },
    { on: 'list', kind: 'status', status: 403 },
  ] as const) {
    await recognize.setFault(userId, fault)
    for (const minutes of [0, 6, 20])
      expect(await listDevices(person, { at: inMinutes(minutes) })).toMatchObject({ ok: false })
    await recognize.clearFaults(userId)
  }
  expect(await read(person, inMinutes(30))).toEqual({})
  expect(await typesOf(person)).toEqual([])
})

test('a row that is gone is recorded once after two readings, minutes apart, and mails nobody', async () => {
  const person = await knownPerson()
  await setRows(person, person.rows.slice(1))
  await read(person)
  expect(await typesOf(person)).toEqual([])
  await read(person, inMinutes(6))
  await read(person, inMinutes(12))
  expect(await typesOf(person)).toEqual(['device-vanished'])
  expect(await toldOf(person)).toEqual([])
})

test('what is removed here is no change from outside; when it is listed again, it came back, in mail and mark', async () => {
  const person = await knownPerson()
  const [key] = person.keys
  await remove(person, key, { reason: 'lost', confirmed: null })
  await read(person, inMinutes(6))
  await read(person, inMinutes(12))
  expect(await typesOf(person)).toEqual([])
  await setRows(person, person.rows)
  const mark = { [deviceIdOf(person.userId, key)]: 'came-back' }
  expect(await read(person, inMinutes(13))).toEqual(mark)
  expect(await read(nextVisit(person), inMinutes(14)), 'until it is gone').toEqual(mark)
  expect(await typesOf(person)).toEqual(['device-came-back'])
  expect(await toldOf(person)).toEqual(['device-came-back'])
  await remove(person, key, { reason: 'lost', confirmed: null })
  expect(await read(person, inMinutes(15))).toEqual({})
  expect(await typesOf(person)).toEqual(['device-came-back'])
})

test('the phone of an activation, and a client state that was handed in here, are no changes from outside', async () => {
  const person = await makeSomebody((userId) => [phoneRow({ userId })])
  await read(person)
  await storeState(person)
  await read(person, inMinutes(3))
  const { redeemed } = await onTheWay(person)
  await bind(person, redeemed)
  // It isn't settled yet whose phone the new row is.
  await read(person, inMinutes(4))
  await look(later(5))
  await look(later(30))
  expect(await read(person, inMinutes(60))).toEqual({})
  expect((await entriesAbout(person.userId)).map(({ type }) => type)).toContain('activation-ended')
  expect(await typesOf(person)).toEqual([])
})

test('a client state that is handed in nowhere is told of after the time that a hand-in takes', async () => {
  const person = await knownPerson()
  const { userId } = person
  await setRows(person, [
    ...person.rows,
    deviceRow({ userId, createdAt: now().toISOString().replace('Z', '') }),
  ])
  expect(await read(person)).toEqual({})
  await read(person, inMinutes(3))
  expect(await typesOf(person)).toEqual(['device-appeared'])
})

test('the service’s word for a device is recorded when it changes, both ways', async () => {
  const person = await knownPerson()
  const [one, ...others] = person.rows
  await setRows(person, [{ ...one, state: 'BLOCKED' } as Row, ...others])
  await read(person)
  await setRows(person, person.rows)
  await read(person)
  expect((await outsideOf(person)).map(({ detail }) => detail)).toMatchObject([
    { from: null, to: 'BLOCKED' },
    { from: 'BLOCKED', to: null },
  ])
})

test('after a removal the list is read without the person, who is told at once when the device comes back', async () => {
  const person = await knownPerson()
  const [key] = person.keys
  await remove(person, key, { reason: 'stolen', confirmed: null })
  await setRows(person, person.rows)
  await recognize.setFault(person.userId, DOWN)
  await readAllDue(() => inMinutes(6))
  expect(await typesOf(person), 'the service was down').toEqual([])
  await recognize.clearFaults(person.userId)
  await readAllDue(() => inMinutes(20))
  expect(await typesOf(person)).toEqual(['device-came-back'])
  expect(await toldOf(person)).toEqual(['device-came-back'])
  for (let day = 1; day < 6; day++) await readAllDue(() => inMinutes(day * 24 * 60))
  expect(await dueOf(person), 'after some days it is read no more').toEqual([{ due: null }])
  expect(await typesOf(person)).toEqual(['device-came-back'])
})

test('a removal can wait for the service where only another replica has read the list, never for a foreign or unread one', async () => {
  const person = await knownPerson()
  const stranger = await makeSomebody((userId) => [phoneRow({ userId })])
  const { issuer, subject } = person.actor
  lastGoodLists().forget({ issuer, subject })
  await recognize.setFault(person.userId, DOWN)
  const ask = (who: Somebody, key: string, confirmed: string | null = null) =>
    askToWait(who, key, { confirmed })
  expect(await ask(stranger, person.keys[0])).toEqual({ ok: false, error: { code: 'not-found' } })
  expect(await ask(person, newSigningKey())).toEqual({ ok: false, error: { code: 'not-found' } })
  expect(await ask(person, person.keys[0])).toMatchObject({ ok: true })
  // The guards count what was read: with the first one leaving, the other one is the last.
  expect(await ask(person, person.keys[1])).toMatchObject({
    error: { code: 'guarded', guard: 'last-phone', impact: { phonesLeft: 0 } },
  })
})

const dueOf = ({ userId }: Somebody) =>
  query(`SELECT due_at AS due FROM known_lists WHERE user_id = '${userId}'`)

async function readAllDue(clock: () => Date): Promise<void> {
  for (let taken = 1; taken > 0;) taken = await readDueLists(clock)
}
