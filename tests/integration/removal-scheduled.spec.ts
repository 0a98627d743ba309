import { type RemovalRequest } from '@/lib/devices/removal/remove-device'
import { runDueRemovals } from '@/lib/devices/removal/removal-worker'
import { backupRow, newSigningKey, phones, onePhone } from '../builders/rows'
import { deletions, later, HELD, remove, stateOf } from './support/removals'
import {
  databaseTest as test,
  expect,
  type Somebody,
  makeSomebody,
  recognize,
} from './support/test'
import { cancelRemoval, findReceipt, type Acting } from './support/own-devices'

/** Asks for a removal that can wait; gives its receipt. */
const ask = (person: Somebody, key: string, reason: RemovalRequest['reason'] = 'sold') =>
  remove(person, key, { reason }, HELD)

const undo = (who: Acting, referenceCode: string) => cancelRemoval(who, { referenceCode })

/** A person with three phones, and the keys of the first two. */
async function threePhones() {
  const [key, other] = [newSigningKey(), newSigningKey()]
  return { key, other, person: await makeSomebody(phones(key, other, newSigningKey())) }
}

test('what was undone in time is never removed', async () => {
  const { key, person } = await threePhones()
  const receipt = await ask(person, key)
  expect(await undo(person, receipt)).toBe(true)
  await runDueRemovals(later(120))
  expect(await deletions(person)).toEqual([])
  expect(await stateOf(person, receipt)).toBe('cancelled')
  // Once is enough; and it may be asked for anew.
  expect(await undo(person, receipt)).toBe(false)
  expect(await ask(person, key)).not.toBe(receipt)
})

test('nobody undoes another person’s removal @C2', async () => {
  const { key, person } = await threePhones()
  const stranger = await makeSomebody()
  const receipt = await ask(person, key)
  expect(await undo(stranger, receipt)).toBe(false)
  expect(await undo({ ...person, actor: stranger.actor }, receipt)).toBe(false)
  expect(await stateOf(person, receipt)).toBe('scheduled')
})

test('nothing is done before the wait is over, and exactly once after it, by however many workers @C6', async () => {
  const { key, person } = await threePhones()
  const receipt = await ask(person, key)
  await runDueRemovals(later(55))
  expect(await deletions(person)).toEqual([])
  expect(await stateOf(person, receipt)).toBe('scheduled')
  await Promise.all(Array.from({ length: 4 }, () => runDueRemovals(later(61))))
  expect(await deletions(person)).toEqual([key])
  expect(await stateOf(person, receipt)).toBe('confirmed')
  expect(await undo(person, receipt)).toBe(false)
  expect((await recognize.getPerson(person.userId)).rows).toHaveLength(2)
})

test('undone in the very moment it comes due, it is either taken back or carried out, never both @C6', async () => {
  for (let round = 0; round < 10; round++) {
    const { key, person } = await threePhones()
    const receipt = await ask(person, key)
    const [undone] = await Promise.all([undo(person, receipt), runDueRemovals(later(61))])
    expect(await stateOf(person, receipt)).toBe(undone ? 'cancelled' : 'confirmed')
    expect(await deletions(person)).toEqual(undone ? [] : [key])
  }
})

test('asked for again while it waits, it stays one removal; a theft makes it go at once', async () => {
  const { key, person } = await threePhones()
  const receipt = await ask(person, key)
  expect(await ask(person, key, 'tidying')).toBe(receipt)
  expect(await deletions(person)).toEqual([])
  const urgent = await ask(person, key, 'stolen')
  expect(urgent).not.toBe(receipt)
  expect(await stateOf(person, urgent)).toBe('confirmed')
  expect(await stateOf(person, receipt)).toBe('overtaken')
  await runDueRemovals(later(120))
  expect(await deletions(person)).toEqual([key])
})

test('a device that waits to go counts as gone for the guards of the others', async () => {
  const [key, other] = [newSigningKey(), newSigningKey()]
  const person = await makeSomebody(phones(key, other))
  await ask(person, key)
  await expect(ask(person, other)).rejects.toThrow('guarded')
  await runDueRemovals(later(61))
  expect(await deletions(person)).toEqual([key])
})

test('the guards decide again when the wait is over: what has become the last phone stays @C6', async () => {
  const [key, other] = [newSigningKey(), newSigningKey()]
  const person = await makeSomebody(phones(key, other))
  const receipt = await ask(person, key)
  // The other phone revokes itself meanwhile.
  await recognize.putPerson(person.userId, { rows: phones(key)(person.userId) })
  await runDueRemovals(later(61))
  expect(await deletions(person)).toEqual([])
  expect(await findReceipt(person, { referenceCode: receipt })).toMatchObject({
    state: 'kept',
    guard: 'last-phone',
  })
})

test('a device that went by itself while it waited was already gone, and nothing is sent', async () => {
  const { key, person } = await threePhones()
  const receipt = await ask(person, key)
  await recognize.putPerson(person.userId, { rows: onePhone(person.userId) })
  await runDueRemovals(later(61))
  expect(await stateOf(person, receipt)).toBe('already-gone')
  expect(await deletions(person)).toEqual([])
})

test('while the service can’t be read it goes on waiting, can be undone, and is done once the service is back', async () => {
  const { key, other, person } = await threePhones()
  const [first, second] = [await ask(person, key), await ask(person, other)]
  await recognize.setFault(person.userId, { on: 'list', kind: 'status', status: 401 })
  await runDueRemovals(later(61))
  expect(await stateOf(person, first)).toBe('scheduled')
  expect(await undo(person, second)).toBe(true)
  await recognize.clearFaults(person.userId)
  await runDueRemovals(later(63))
  expect(await stateOf(person, first)).toBe('confirmed')
  expect(await deletions(person)).toEqual([key])
})

test('an identity that the service has forgotten proves nothing: after a day it is given up, with words', async () => {
  const { key, person } = await threePhones()
  const receipt = await ask(person, key)
  await recognize.setFault(person.userId, { on: 'list', kind: 'status', status: 404 })
  await runDueRemovals(later(61))
  expect(await stateOf(person, receipt)).toBe('scheduled')
  await runDueRemovals(later(25 * 3600))
  expect(await stateOf(person, receipt)).toBe('abandoned')
  expect(await deletions(person)).toEqual([])
})

test('backups wait just the same, and urgent reasons never do @N11', async () => {
  const [key, other] = [newSigningKey(), newSigningKey()]
  const person = await makeSomebody((userId) => [
    backupRow({ userId }),
    ...[key, other].map((publicSigningKey) => backupRow({ userId, publicSigningKey })),
  ])
  expect(await stateOf(person, await ask(person, key, 'tidying'))).toBe('scheduled')
  expect(await stateOf(person, await ask(person, other, 'lost'))).toBe('confirmed')
  expect(await deletions(person)).toEqual([other])
})
