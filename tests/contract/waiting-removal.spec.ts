import { createSession, findSession } from '@/lib/auth/sessions/session-store'
import { actorOfSession } from '@/lib/auth/sessions/session'
import { runDueRemovals } from '@/lib/devices/removal/removal-worker'
import { now } from '@/lib/platform/clock'
import { identified } from '../builders/identified'
import { newSigningKey, phones } from '../builders/rows'
import { query } from '../integration/support/database'
import { cancelRemoval, findReceipt, listDevices } from '../integration/support/own-devices'
import {
  askToRemove,
  askToWait,
  deletions,
  duringOutage,
  HELD,
  later,
  remove,
  stateOf,
  wait,
} from '../integration/support/removals'
import { endSession } from '../integration/support/sessions'
import {
  databaseTest as test,
  expect,
  makeSomebody,
  recognize,
  type Somebody,
} from '../integration/support/test'

/** A person with these phones, whose service has been down since they looked at their list. */
const withPhones = async (...keys: string[]) => duringOutage(await makeSomebody(phones(...keys)))

/** The service is back: it lists these phones. */
async function comeBack(person: Somebody, ...keys: string[]): Promise<void> {
  await recognize.clearFaults(person.userId)
  if (keys.length > 0)
    await recognize.putPerson(person.userId, { rows: phones(...keys)(person.userId) })
}

const noted = ({ userId }: Somebody) =>
  query(`SELECT receipt FROM pending_removals WHERE user_id = '${userId}'`)

test('nobody has a removal wait of what isn’t theirs, or of what this process hasn’t read of them @C2', async () => {
  const [key, other] = [newSigningKey(), newSigningKey()]
  const person = await withPhones(key, other)
  const stranger = await withPhones(newSigningKey())
  const foreign = { ...stranger, userId: person.userId }
  expect(await askToWait(foreign, key)).toEqual({ ok: false, error: { code: 'not-found' } })
  const disguised = { ...person, actor: stranger.actor }
  expect(await askToWait(disguised, key)).toEqual({ ok: false, error: { code: 'not-allowed' } })
  const unread = await makeSomebody(phones(key))
  expect(await askToWait(unread, key)).toEqual({ ok: false, error: { code: 'not-found' } })
  for (const somebody of [person, stranger, unread]) expect(await noted(somebody)).toEqual([])
})

test('the last phone asks for the same confirmation as ever, and stays for a reason that can wait, box ticked or not', async () => {
  const key = newSigningKey()
  const person = await withPhones(key)
  expect(await askToWait(person, key)).toMatchObject({
    error: { code: 'guarded', guard: 'last-phone', decision: 'confirm' },
  })
  expect(await askToWait(person, key, { confirmed: 'last-phone.covered' })).toMatchObject({
    error: { code: 'guarded', decision: 'confirm' },
  })
  for (const confirmed of [null, 'last-phone.bare'])
    expect(await askToWait(person, key, { reason: 'tidying', confirmed })).toMatchObject({
      error: { code: 'guarded', decision: 'refuse' },
    })
  expect(await noted(person)).toEqual([])
  expect(await askToWait(person, key, { confirmed: 'last-phone.bare' })).toMatchObject({ ok: true })
})

test('a sign-in that has ended notes nothing; one that ends later stops nothing @B2', async () => {
  const [key, other] = [newSigningKey(), newSigningKey()]
  const person = await withPhones(key, other, newSigningKey())
  const { issuer, subject } = person.subject
  const session = async () => {
    const id = await createSession(identified({ issuer, subject }), 'token', now())
    const found = await findSession(id, now())
    if (!found) throw new Error('not signed in')
    return actorOfSession(found)
  }
  const [ended, active] = [await session(), await session()]
  await endSession(ended.sessionHash, now())
  expect(await askToWait({ ...person, actor: ended }, key)).toEqual({
    ok: false,
    error: { code: 'signed-out' },
  })
  expect(await noted(person)).toEqual([])
  // A thief's phone must go although its owner ends all sign-ins right after.
  const receipt = await wait({ ...person, actor: active }, other)
  await endSession(active.sessionHash, now())
  await comeBack(person)
  await runDueRemovals(later(6))
  expect(await stateOf(person, receipt)).toBe('confirmed')
  expect(await deletions(person)).toEqual([other])
})

test('it stands in the list and on the receipt, asks the service nothing, and what is undone is never removed', async () => {
  const key = newSigningKey()
  const person = await withPhones(key, newSigningKey())
  const before = await recognize.journal({ userId: person.userId })
  const receipt = await wait(person, key)
  expect(await recognize.journal({ userId: person.userId })).toEqual(before)
  const shown = { referenceCode: receipt, state: 'scheduled', waitsForService: true }
  expect(await findReceipt(person, { referenceCode: receipt })).toMatchObject(shown)
  expect(await listDevices(person, {})).toMatchObject({
    error: { lastGood: { pending: [shown] } },
  })
  expect(await cancelRemoval(person, { referenceCode: receipt })).toBe(true)
  await comeBack(person)
  await runDueRemovals(later(3600))
  expect(await stateOf(person, receipt)).toBe('cancelled')
  expect(await deletions(person)).toEqual([])
})

test('while the service is down it waits; once it is back it is removed exactly once, by however many workers @C6 @I4', async () => {
  const key = newSigningKey()
  const person = await withPhones(key, newSigningKey())
  const receipt = await wait(person, key)
  for (const seconds of [5, 10, 20, 60]) await runDueRemovals(later(seconds))
  expect(await stateOf(person, receipt)).toBe('scheduled')
  expect(await deletions(person)).toEqual([])
  await comeBack(person)
  await Promise.all(Array.from({ length: 4 }, () => runDueRemovals(later(200))))
  expect(await stateOf(person, receipt)).toBe('confirmed')
  expect(await deletions(person)).toEqual([key])
})

test('of two that were asked for, the first goes first, however long it has waited: the last phone goes as it was agreed to', async () => {
  const [first, last] = [newSigningKey(), newSigningKey()]
  const person = await withPhones(first, last)
  await wait(person, first)
  for (const seconds of [5, 10, 20, 40, 80]) await runDueRemovals(later(seconds))
  await wait(person, last, { confirmed: 'last-phone.bare' })
  await comeBack(person)
  for (const seconds of [86, 92]) await runDueRemovals(later(seconds))
  expect(await deletions(person)).toEqual([first, last])
})

test('one that can wait stays undoable for its time, although the service is back before', async () => {
  const key = newSigningKey()
  const person = await withPhones(key, newSigningKey())
  const receipt = await wait(person, key, { reason: 'sold' }, HELD)
  await comeBack(person)
  await runDueRemovals(later(55))
  expect(await deletions(person)).toEqual([])
  await runDueRemovals(later(66))
  expect(await stateOf(person, receipt)).toBe('confirmed')
})

test('the safeguards decide again from the fresh list: what would cost more than was agreed to stays, and the receipt says it @C6', async () => {
  const key = newSigningKey()
  const person = await withPhones(key, newSigningKey())
  const receipt = await wait(person, key)
  // The other phone is gone meanwhile.
  await comeBack(person, key)
  await runDueRemovals(later(6))
  expect(await findReceipt(person, { referenceCode: receipt })).toMatchObject({
    state: 'kept',
    guard: 'last-phone',
    waitsForService: true,
  })
  expect(await deletions(person)).toEqual([])
})

test('what costs less than was agreed to goes', async () => {
  const key = newSigningKey()
  const person = await withPhones(key)
  const receipt = await wait(person, key, { confirmed: 'last-phone.bare' })
  // A second phone was set up meanwhile.
  await comeBack(person, key, newSigningKey())
  await runDueRemovals(later(6))
  expect(await stateOf(person, receipt)).toBe('confirmed')
  expect(await deletions(person)).toEqual([key])
})

test('a device that went by itself meanwhile was already gone, and nothing is sent', async () => {
  const [key, other] = [newSigningKey(), newSigningKey()]
  const person = await withPhones(key, other)
  const receipt = await wait(person, key)
  await comeBack(person, other)
  await runDueRemovals(later(6))
  expect(await stateOf(person, receipt)).toBe('already-gone')
  expect(await deletions(person)).toEqual([])
})

test('after a day of outage it is given up, and the receipt says so', async () => {
  const key = newSigningKey()
  const person = await withPhones(key, newSigningKey())
  const receipt = await wait(person, key)
  await runDueRemovals(later(23 * 3600))
  expect(await stateOf(person, receipt)).toBe('scheduled')
  await runDueRemovals(later(25 * 3600))
  expect(await findReceipt(person, { referenceCode: receipt })).toMatchObject({
    state: 'abandoned',
    waitsForService: true,
  })
  await comeBack(person)
  await runDueRemovals(later(26 * 3600))
  expect(await deletions(person)).toEqual([])
})

test('asked for twice it is one; a theft replaces a removal that waits for its time, and a removal at once replaces both @C6', async () => {
  const key = newSigningKey()
  const person = await makeSomebody(phones(key, newSigningKey()))
  const sold = await remove(person, key, { reason: 'sold' }, HELD)
  await duringOutage(person)
  expect(await wait(person, key, { reason: 'tidying' })).toBe(sold)
  const stolen = await wait(person, key)
  expect(stolen).not.toBe(sold)
  expect(await wait(person, key)).toBe(stolen)
  expect(await stateOf(person, sold)).toBe('overtaken')
  await comeBack(person)
  const atOnce = await askToRemove(person, key, { reason: 'stolen' })
  expect(atOnce).toMatchObject({ ok: true })
  expect(await stateOf(person, stolen)).toBe('overtaken')
  await runDueRemovals(later(3600))
  expect(await deletions(person)).toEqual([key])
})
