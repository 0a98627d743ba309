import { entriesOf, removalEntries } from '@/lib/audit/log/audit-log'
import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { readDevices } from '@/lib/devices/list/read-devices'
import { runDueRemovals } from '@/lib/devices/removal/removal-worker'
import { readDeadline } from '@/lib/platform/deadline'
import { newSigningKey, phones } from '../builders/rows'
import { query, whileRefusing } from '../integration/support/database'
import { findReceipt, setNickname } from '../integration/support/own-devices'
import { later, askToRemove, deletions, remove, stateOf } from '../integration/support/removals'
import { databaseTest as test, expect, makeSomebody, recognize } from '../integration/support/test'

/** A person with two phones, and their keys. */
async function twoPhones() {
  const keys = [newSigningKey(), newSigningKey()] as const
  return { keys, person: await makeSomebody(phones(...keys)) }
}

// The first removal of a process takes seconds on a busy machine, longer than a second one waits for the lease.
test.beforeEach(async () => {
  const { keys, person } = await twoPhones()
  await remove(person, keys[0])
})

test('two removals at once never take the last two phones @C6', async () => {
  const { keys, person } = await twoPhones()
  // Slow enough that both would see two phones if nothing held the second one back.
  await recognize.setFault(person.userId, { on: 'delete', kind: 'delay', delayMs: 300 })
  const removals = await Promise.all(keys.map((key) => askToRemove(person, key)))
  expect(removals.filter(({ ok }) => ok)).toHaveLength(1)
  expect(removals.find(({ ok }) => !ok)).toMatchObject({
    error: { code: 'guarded', guard: 'last-phone', decision: 'refuse' },
  })
  expect(await deletions(person)).toHaveLength(1)
  expect((await recognize.getPerson(person.userId)).rows).toHaveLength(1)
})

test('a double click deletes once and both clicks lead to the one receipt @C6', async () => {
  const { keys, person } = await twoPhones()
  await recognize.setFault(person.userId, { on: 'delete', kind: 'delay', delayMs: 300 })
  const removals = await Promise.all([askToRemove(person, keys[0]), askToRemove(person, keys[0])])
  const receipts = removals.map((removal) => removal.ok && removal.value.receipt)
  expect(receipts[0]).toMatch(/^[2-9A-Z]{4}(-[2-9A-Z]{4}){2}$/)
  expect(receipts[1]).toBe(receipts[0])
  expect(await deletions(person)).toHaveLength(1)
  expect(await removalEntries([person.userId], 10)).toHaveLength(2)
})

test('a removal that was over before is no twin: the device is not found', async () => {
  const { keys, person } = await twoPhones()
  expect(await askToRemove(person, keys[0])).toMatchObject({ ok: true })
  expect(await askToRemove(person, keys[0])).toEqual({ ok: false, error: { code: 'not-found' } })
})

test('another person’s removal is not held back', async () => {
  const keys = [newSigningKey(), newSigningKey()] as const
  const [slow, quick] = [await makeSomebody(phones(...keys)), await makeSomebody(phones(...keys))]
  await recognize.setFault(slow.userId, { on: 'delete', kind: 'applied-then-hang' })
  const order: string[] = []
  await Promise.all([
    askToRemove(slow, keys[0]).then(() => order.push('slow')),
    askToRemove(quick, keys[0]).then(() => order.push('quick')),
  ])
  expect(order).toEqual(['quick', 'slow'])
})

test('an outcome that could not be written is not made up: it is looked for again @I4', async () => {
  const { keys, person } = await twoPhones()
  const { userId } = person
  const receipt = await whileRefusing({ userId, type: 'removal-finished' }, () =>
    remove(person, keys[0]),
  )
  expect(await entriesOf([receipt], [userId])).toMatchObject([{ type: 'removal-intended' }])
  expect(await stateOf(person, receipt)).toBe('running')
  // Not yet: the process that began it may still be at work.
  await runDueRemovals(later(5))
  expect(await stateOf(person, receipt)).toBe('running')
  await recognize.setFault(userId, { on: 'list', kind: 'status', status: 403, times: 1 })
  await runDueRemovals(later(11))
  expect(await stateOf(person, receipt)).toBe('running')
  await runDueRemovals(later(80))
  expect(await stateOf(person, receipt)).toBe('confirmed')
  expect(await entriesOf([receipt], [userId])).toHaveLength(2)
})

test('an open removal is settled once the row is gone, not before, and only once @I4', async () => {
  const { keys, person } = await twoPhones()
  const { userId } = person
  await recognize.setFault(userId, { on: 'delete', kind: 'still-listed' })
  const receipt = await remove(person, keys[0])
  const stateAfter = async (seconds: number) => {
    await runDueRemovals(later(seconds))
    return stateOf(person, receipt)
  }
  expect(await stateAfter(2)).toBe('not-yet-confirmed')
  await recognize.clearFaults(userId)
  expect(await stateAfter(2)).toBe('not-yet-confirmed')
  expect(await stateAfter(70)).toBe('confirmed')
  expect(await stateAfter(7200)).toBe('confirmed')
  const entries = await entriesOf([receipt], [userId])
  expect(entries.map(({ type }) => type)).toEqual([
    'removal-intended',
    'removal-finished',
    'removal-finished',
  ])
  expect(await deletions(person)).toHaveLength(1)
})

test('the name of a device goes with it, and stays when it may still be there', async () => {
  const { keys, person } = await twoPhones()
  const { userId, subject } = person
  for (const key of keys)
    await setNickname(person, { deviceId: deviceIdOf(userId, key), nickname: 'Work' })
  await recognize.setFault(userId, { on: 'delete', kind: 'reset', times: 1 })
  await askToRemove(person, keys[0])
  const names = `SELECT nickname FROM nicknames WHERE user_id = '${userId}'`
  expect(await query(names)).toHaveLength(2)
  await askToRemove(person, keys[0])
  expect(await query(names)).toHaveLength(1)
  const list = await readDevices(subject, readDeadline())
  const named = list.ok ? list.value : []
  expect(named.map(({ device }) => device.nickname)).toEqual(['Work'])
})

test('a receipt is shown to its owner and to nobody else @C2', async () => {
  const { keys, person } = await twoPhones()
  const stranger = await makeSomebody()
  const receipt = await remove(person, keys[0], { reason: 'sold' })
  expect(await findReceipt(stranger, { referenceCode: receipt })).toBeNull()
  expect(
    await findReceipt({ ...person, actor: stranger.actor }, { referenceCode: receipt }),
  ).toBeNull()
  for (const other of ['', '..', receipt.toLowerCase(), `${receipt}X`, 'AAAA-AAAA-AAAA'])
    expect(await findReceipt(person, { referenceCode: other })).toBeNull()
  expect(await findReceipt(person, { referenceCode: receipt })).toMatchObject({
    referenceCode: receipt,
    reason: 'sold',
    state: 'confirmed',
  })
})
