import { deviceIdOf, fingerprintOf } from '@/lib/devices/model/identifiers'
import { newSigningKey, phoneRow } from '../builders/rows'
import {
  begin,
  bind,
  onTheWay,
  seen,
  storeState,
  trailOf,
  withBackup,
  look,
  bound,
  report,
  FACE_PASSED,
} from './support/activations'
import { query } from './support/database'
import { mailTest as test, withAddresses } from './support/mail-test'
import { later } from './support/removals'
import { expect, type Somebody, recognize } from './support/test'

async function callsOf({ userId }: Somebody) {
  const calls = await recognize.journal({ userId })
  return calls.map(({ operation }) => operation)
}

const noticesFor = async ({ addresses: [address] }: { addresses: string[] }) =>
  (
    await query(
      `SELECT content FROM notifications WHERE address = '${address}' AND content ->> 'type' = 'phone-added'
       ORDER BY content ->> 'recovered' DESC`,
    )
  ).map(({ content }) => content)

test('a code that nobody redeemed expires, and the service is never asked', async () => {
  const { person } = await withBackup()
  const { number } = await begin(person)
  await recognize.clearJournal({ userId: person.userId })
  // A busy machine takes its time between the two.
  await look(later(590))
  expect((await seen(person, number)).ending).toBeNull()
  await Promise.all([look(later(601)), look(later(601))])
  expect((await seen(person, number)).ending).toBe('expired')
  expect(await trailOf(number)).toEqual(['activation-started', 'activation-ended: expired'])
  expect(await callsOf(person)).toEqual([])
})

test('the phone whose key the app told is the one, and everybody at the person’s addresses is told @N4 @N10', async () => {
  const { person } = await withBackup()
  const told = await withAddresses(2, person)
  const { number, redeemed } = await onTheWay(person)
  await look()
  expect((await seen(person, number)).ending).toBeNull()
  const key = await bind(person, redeemed)
  // Another phone that comes at the same time is none of it.
  const { rows } = await recognize.getPerson(person.userId)
  const stray = phoneRow({ userId: person.userId })
  await recognize.putPerson(person.userId, { rows: [...rows, stray] })
  await report(person, number, bound(key))
  await look(later(1))
  const activation = await seen(person, number)
  expect(activation).toMatchObject({
    ending: 'listed',
    failure: null,
    device: {
      id: deviceIdOf(person.userId, key),
      fingerprint: fingerprintOf(key),
      kind: 'phone',
      kindSource: 'reported',
      osVersion: 'iOS 18.1',
    },
  })
  expect(JSON.stringify(activation)).not.toContain(key)
  expect(JSON.stringify(activation)).not.toContain(person.userId)
  expect(await trailOf(number)).toEqual([
    'activation-started',
    'activation-redeemed',
    'device-reported',
    'activation-ended: listed',
  ])
  const [notice, other] = await noticesFor(told)
  // Nobody knows whose that one is: it is told of as well.
  expect(other).toMatchObject({ type: 'phone-added', recovered: false })
  expect(notice).toMatchObject({
    type: 'phone-added',
    recovered: true,
    device: { fingerprint: fingerprintOf(key), description: 'iOS 18.1' },
  })
  const { addresses } = told
  expect(await noticesFor({ addresses: addresses.slice(1) })).toEqual([notice, other])
})

test('without a word from the app the operation tells that it is done, and the new row which phone', async () => {
  const { person } = await withBackup()
  const { number, redeemed } = await onTheWay(person)
  // A row that is new, and may be anything, is not enough.
  const rows = async () => (await recognize.getPerson(person.userId)).rows
  await recognize.putPerson(person.userId, {
    rows: [...(await rows()), phoneRow({ userId: person.userId })],
  })
  await look(later(2))
  expect(await seen(person, number)).toMatchObject({ ending: null, facePassedAt: null })
  await recognize.putPerson(person.userId, { rows: (await rows()).slice(0, -1) })
  const key = await bind(person, redeemed)
  // A backup that the app makes at the same time isn't the phone.
  await storeState(person)
  await look(later(4))
  const { ending, device, facePassedAt } = await seen(person, number)
  expect(ending).toBe('listed')
  expect(device).toMatchObject({ id: deviceIdOf(person.userId, key), kindSource: 'stated' })
  expect(facePassedAt).not.toBeNull()
  // The key that its app tells later makes it one that is heard from.
  await report(person, number, bound(key))
  expect(await trailOf(number)).toContain('device-reported')
})

test('somebody else’s operation proves nothing; two new rows neither', async () => {
  const { person } = await withBackup()
  const { person: other } = await withBackup()
  const { number, redeemed } = await onTheWay(person)
  const others = await onTheWay(other)
  await bind(other, others.redeemed, { operationId: redeemed.operationId })
  await bind(person, redeemed, { operationId: null })
  await look(later(2))
  expect(await seen(person, number)).toMatchObject({ ending: null, facePassedAt: null })
  const { rows } = await recognize.getPerson(person.userId)
  await recognize.putPerson(person.userId, {
    rows: [...rows, phoneRow({ userId: person.userId })],
  })
  await report(person, number, FACE_PASSED)
  await look(later(6))
  expect((await seen(person, number)).ending).toBeNull()
  await recognize.putPerson(person.userId, { rows })
  await look(later(12))
  expect((await seen(person, number)).ending).toBe('listed')
})

test('a key that was listed before is not the new phone, whatever an app says', async () => {
  const { person } = await withBackup()
  const { number } = await onTheWay(person)
  const [old] = (await recognize.getPerson(person.userId)).rows as {
    publicSigningKey: string
  }[]
  await report(person, number, bound(old?.publicSigningKey ?? ''))
  // Nor is one that never gets listed.
  await look(later(2))
  await report(person, number, bound(newSigningKey()))
  await look(later(4))
  expect(await seen(person, number)).toMatchObject({ ending: null, device: null })
  await look(later(1_801))
  expect(await seen(person, number)).toMatchObject({ ending: 'unseen', device: null })
})

test('after half an hour without a phone nobody looks any more', async () => {
  const { person } = await withBackup()
  const { number } = await onTheWay(person)
  await look(later(1_799))
  expect((await seen(person, number)).ending).toBeNull()
  await look(later(1_801))
  expect((await seen(person, number)).ending).toBe('unseen')
  await recognize.clearJournal({ userId: person.userId })
  await look(later(3_600))
  expect(await callsOf(person)).toEqual([])
})

test('while the service fails it goes on looking, never twice at once, and a replica takes over where one died', async () => {
  const { person } = await withBackup()
  const { number, redeemed } = await onTheWay(person)
  const key = await bind(person, redeemed)
  await recognize.setFault(person.userId, { on: 'list', kind: 'status', status: 401 })
  await look()
  expect((await seen(person, number)).ending).toBeNull()
  await recognize.clearFaults(person.userId)
  // Claimed by a process that died right after it: nobody looks until the claim is over.
  const claim = new Date(Date.now() + 10_000).toISOString()
  await query(`UPDATE activations SET due_at = '${claim}' WHERE number = '${number}'`)
  await recognize.clearJournal({ userId: person.userId })
  await look(later(9))
  expect(await callsOf(person)).toEqual([])
  await Promise.all(Array.from({ length: 6 }, () => look(later(11))))
  expect(await seen(person, number)).toMatchObject({
    ending: 'listed',
    device: { id: deviceIdOf(person.userId, key) },
  })
  const calls = await callsOf(person)
  expect(calls.filter((operation) => operation === 'list')).toHaveLength(1)
  const ended = (await trailOf(number)).filter((entry) => entry === 'activation-ended: listed')
  expect(ended).toHaveLength(1)
})

test('a phone that had its code before somebody began anew is told of all the same', async () => {
  const { person } = await withBackup()
  const told = await withAddresses(1, person)
  const first = await onTheWay(person)
  const second = await onTheWay(person)
  expect((await seen(person, first.number)).ending).toBe('superseded')
  const key = await bind(person, first.redeemed)
  await report(person, first.number, bound(key))
  await report(person, second.number, FACE_PASSED)
  await look(later(2))
  expect(await seen(person, first.number)).toMatchObject({
    ending: 'listed',
    device: { id: deviceIdOf(person.userId, key) },
  })
  // It isn't the other one's.
  await look(later(6))
  expect(await seen(person, second.number)).toMatchObject({ ending: null, device: null })
  expect(await noticesFor(told)).toHaveLength(1)
})
