import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { readDevices, type ReadError } from '@/lib/devices/list/read-devices'
import { removalEntries } from '@/lib/audit/log/audit-log'
import { readDeadline } from '@/lib/platform/deadline'
import {
  backupRow,
  deviceRow,
  newSigningKey,
  newUserId,
  phoneRow,
  temporaryRow,
  phones,
} from '../builders/rows'
import type { Fault } from '../fixtures/sandbox-client'
import { query, whileRefusing, wordsOf } from './support/database'
import { askToRemove } from './support/removals'
import { databaseTest as test, expect, somebody, makeSomebody, recognize } from './support/test'
import { findDevice } from './support/own-devices'

/** No DELETE reached the service about this person, and nothing claims that one was meant to. */
async function expectNothingDone(userId: string): Promise<void> {
  const calls = await recognize.journal({ userId })
  expect(calls.filter(({ method }) => method !== 'GET')).toEqual([])
  const entries = await removalEntries([userId], 10)
  expect(entries.filter(({ type }) => type !== 'removal-refused')).toEqual([])
}

/** Everything is said that the removal of a last phone could need. */
const CONFIRMED = { reason: 'lost', confirmed: 'last-phone.bare' } as const

const UNREADABLE: [what: string, fault: Fault, code: ReadError['code']][] = [
  ['a 500', { on: 'list', kind: 'status', status: 500 }, 'unavailable'],
  ['a 401', { on: 'list', kind: 'status', status: 401 }, 'key-refused'],
  ['a 404', { on: 'list', kind: 'status', status: 404 }, 'identity-unknown'],
  ['a hanging answer', { on: 'list', kind: 'hang' }, 'timeout'],
  ['half an answer', { on: 'list', kind: 'truncated' }, 'unreachable'],
  ['an answer that is no list', { on: 'list', kind: 'not-array' }, 'unexpected-answer'],
  ['somebody else’s list', { on: 'list', kind: 'foreign' }, 'unexpected-answer'],
]

for (const [what, fault, code] of UNREADABLE)
  test(`nothing is deleted when the list can’t be read first: ${what} @J3`, async () => {
    const key = newSigningKey()
    const person = await makeSomebody(phones(key))
    await recognize.setFault(person.userId, fault)
    expect(await askToRemove(person, key, CONFIRMED)).toMatchObject({ ok: false, error: { code } })
    await expectNothingDone(person.userId)
  })

test('somebody else’s device is not found, and the service is not even asked about them @C2', async () => {
  const key = newSigningKey()
  const victim = await makeSomebody(phones(key, newSigningKey()))
  const thief = await makeSomebody(phones(newSigningKey(), newSigningKey()))
  const deviceId = deviceIdOf(victim.userId, key)
  expect(await askToRemove(thief, key, { deviceId })).toEqual({
    ok: false,
    error: { code: 'not-found' },
  })
  expect(await findDevice(thief, { deviceId })).toEqual({ ok: false, error: { code: 'not-found' } })
  await expectNothingDone(thief.userId)
  expect(await recognize.journal({ userId: victim.userId })).toEqual([])
  expect((await recognize.getPerson(victim.userId)).rows).toHaveLength(2)
})

test('nobody acts on another person’s behalf, whatever subject is handed over @C2', async () => {
  const key = newSigningKey()
  const victim = await makeSomebody(phones(key))
  const helpers = [
    somebody().actor,
    { ...victim.actor, issuer: 'https://other.example' },
    { ...somebody().actor, roles: ['support', 'auditor'] as const },
  ]
  for (const actor of helpers)
    expect(await askToRemove({ ...victim, actor }, key, CONFIRMED)).toEqual({
      ok: false,
      error: { code: 'not-allowed' },
    })
  expect(await recognize.journal({ userId: victim.userId })).toEqual([])
})

test('text that is no id of any device is not found @D3', async () => {
  const person = await makeSomebody(phones(newSigningKey(), newSigningKey()))
  for (const deviceId of ['', '..', 'constructor', newSigningKey(), '0'.repeat(32)])
    expect(await askToRemove(person, '', { deviceId })).toMatchObject({
      error: { code: 'not-found' },
    })
  await expectNothingDone(person.userId)
})

test('a row without a usable key can’t be removed and nothing is sent in its place', async () => {
  const person = await makeSomebody((userId) => [
    deviceRow({ userId, publicSigningKey: '../..' }),
    phoneRow({ userId }),
  ])
  const list = await readDevices(person.subject, readDeadline())
  const device = list.ok ? list.value.find((one) => one.publicSigningKey === null) : undefined
  expect(await askToRemove(person, '', { deviceId: device?.device.id ?? '' })).toEqual({
    ok: false,
    error: { code: 'not-removable' },
  })
  await expectNothingDone(person.userId)
})

test('a key that stands in two notations is not removed: the service might take the other row @D14', async () => {
  const key = newSigningKey()
  const person = await makeSomebody((userId) => [
    phoneRow({ userId, publicSigningKey: key }),
    phoneRow({ userId, publicSigningKey: key.replace(/=+$/, '') }),
    phoneRow({ userId }),
  ])
  expect(await askToRemove(person, key)).toEqual({ ok: false, error: { code: 'not-removable' } })
  await expectNothingDone(person.userId)
})

test('the last phone is not tidied away, and the refusal is on record', async () => {
  const key = newSigningKey()
  const person = await makeSomebody((userId) => [
    phoneRow({ userId, publicSigningKey: key }),
    backupRow({ userId }),
    temporaryRow({ userId }),
    deviceRow({ userId }),
  ])
  for (const reason of ['tidying', 'sold'] as const)
    expect(
      await askToRemove(person, key, { reason, confirmed: 'last-phone.covered' }),
    ).toMatchObject({
      ok: false,
      error: { code: 'guarded', guard: 'last-phone', decision: 'refuse' },
    })
  await expectNothingDone(person.userId)
  const refusals = await query(`SELECT type FROM audit_entries WHERE user_id = '${person.userId}'`)
  expect(refusals).toEqual([{ type: 'removal-refused' }, { type: 'removal-refused' }])
})

test('a lost last phone goes only after one more confirmation, and then it goes', async () => {
  const key = newSigningKey()
  const person = await makeSomebody(phones(key))
  // Nor does a confirmation of a lesser warning count.
  for (const confirmed of [null, '', 'yes', 'last-backup.bare', 'last-phone.covered'])
    expect(await askToRemove(person, key, { reason: 'lost', confirmed })).toMatchObject({
      ok: false,
      error: { code: 'guarded', guard: 'last-phone', decision: 'confirm' },
    })
  await expectNothingDone(person.userId)
  expect(await askToRemove(person, key, CONFIRMED)).toMatchObject({ ok: true })
  expect((await recognize.getPerson(person.userId)).rows).toEqual([])
})

test('when the intent can’t be written, it throws and nothing is deleted @I4 @J3', async () => {
  const key = newSigningKey()
  const person = await makeSomebody(phones(key, newSigningKey()))
  const { userId } = person
  const failure = await whileRefusing({ userId }, () => askToRemove(person, key)).catch(
    (error: unknown) => error,
  )
  expect(wordsOf(failure)).toContain('append-only')
  await expectNothingDone(userId)
  expect((await recognize.getPerson(userId)).rows).toHaveLength(2)
  // The lease is free again: the next attempt goes through at once.
  expect(await askToRemove(person, key)).toMatchObject({ ok: true })
})

test('a person of two identities removes from the one that holds the device', async () => {
  const key = newSigningKey()
  const first = await makeSomebody(phones(key))
  const second = await makeSomebody(phones(key))
  const both = somebody(first.userId, second.userId, newUserId())
  const deviceId = deviceIdOf(second.userId, key)
  expect(await askToRemove(both, key, { deviceId })).toMatchObject({ ok: true })
  expect((await recognize.getPerson(first.userId)).rows).toHaveLength(1)
  expect((await recognize.getPerson(second.userId)).rows).toHaveLength(0)
})
