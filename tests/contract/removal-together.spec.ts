import { entriesOf, removalEntries } from '@/lib/audit/log/audit-log'
import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { readDevices } from '@/lib/devices/list/read-devices'
import { runDueRemovals } from '@/lib/devices/removal/removal-worker'
import type { RemovalRequest } from '@/lib/devices/removal/remove-device'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { newSigningKey, phoneRow } from '../builders/rows'
import { query, whileRefusing } from '../integration/support/database'
import { findReceipt, removeDevice, setNickname } from '../integration/support/own-devices'
import { AT_ONCE, later } from '../integration/support/removals'
import {
  databaseTest as test,
  expect,
  type Somebody,
  makeSomebody,
  recognize,
} from '../integration/support/test'

const ask = (person: Somebody, key: string, reason: RemovalRequest['reason'] = 'tidying') => {
  const { actor, subject, userId } = person
  const request = { deviceId: deviceIdOf(userId, key), reason, confirmed: null }
  return removeDevice(actor, subject, request, AT_ONCE)
}
const twoPhones = (keys: readonly [string, string]) => (userId: string) =>
  keys.map((publicSigningKey) => phoneRow({ userId, publicSigningKey }))

// The first removal of a process takes seconds on a busy machine, longer than a second one waits for the lease.
test.beforeEach(async () => {
  const keys = [newSigningKey(), newSigningKey()] as const
  expect(await ask(await makeSomebody(twoPhones(keys)), keys[0])).toMatchObject({ ok: true })
})

test('two removals at once never take the last two phones @C6', async () => {
  const keys = [newSigningKey(), newSigningKey()] as const
  const person = await makeSomebody(twoPhones(keys))
  // Slow enough that both would see two phones if nothing held the second one back.
  await recognize.setFault(person.userId, { on: 'delete', kind: 'delay', delayMs: 300 })
  const removals = await Promise.all(keys.map((key) => ask(person, key)))
  expect(removals.filter(({ ok }) => ok)).toHaveLength(1)
  expect(removals.find(({ ok }) => !ok)).toMatchObject({
    error: { code: 'guarded', guard: 'last-phone', decision: 'refuse' },
  })
  const calls = await recognize.journal({ userId: person.userId })
  expect(calls.filter(({ operation }) => operation === 'delete')).toHaveLength(1)
  expect((await recognize.getPerson(person.userId)).rows).toHaveLength(1)
})

test('a double click deletes once and both clicks lead to the one receipt @C6', async () => {
  const keys = [newSigningKey(), newSigningKey()] as const
  const person = await makeSomebody(twoPhones(keys))
  await recognize.setFault(person.userId, { on: 'delete', kind: 'delay', delayMs: 300 })
  const removals = await Promise.all([ask(person, keys[0]), ask(person, keys[0])])
  const receipts = removals.map((removal) => removal.ok && removal.value.receipt)
  expect(receipts[0]).toMatch(/^[2-9A-Z]{4}(-[2-9A-Z]{4}){2}$/)
  expect(receipts[1]).toBe(receipts[0])
  const calls = await recognize.journal({ userId: person.userId })
  expect(calls.filter(({ operation }) => operation === 'delete')).toHaveLength(1)
  expect(await removalEntries([person.userId], 10)).toHaveLength(2)
})

test('a removal that was over before is no twin: the device is not found', async () => {
  const keys = [newSigningKey(), newSigningKey()] as const
  const person = await makeSomebody(twoPhones(keys))
  expect(await ask(person, keys[0])).toMatchObject({ ok: true })
  expect(await ask(person, keys[0])).toEqual({ ok: false, error: { code: 'not-found' } })
})

test('another person’s removal is not held back', async () => {
  const keys = [newSigningKey(), newSigningKey()] as const
  const [slow, quick] = [await makeSomebody(twoPhones(keys)), await makeSomebody(twoPhones(keys))]
  await recognize.setFault(slow.userId, { on: 'delete', kind: 'applied-then-hang' })
  const order: string[] = []
  await Promise.all([
    ask(slow, keys[0]).then(() => order.push('slow')),
    ask(quick, keys[0]).then(() => order.push('quick')),
  ])
  expect(order).toEqual(['quick', 'slow'])
})

test('an outcome that could not be written is not made up: it is looked for again @I4', async () => {
  const keys = [newSigningKey(), newSigningKey()] as const
  const person = await makeSomebody(twoPhones(keys))
  const { userId, actor, subject } = person
  const removal = await whileRefusing({ userId, type: 'removal-finished' }, () =>
    ask(person, keys[0]),
  )
  const receipt = removal.ok ? removal.value.receipt : ''
  expect(await entriesOf([receipt], [userId])).toMatchObject([{ type: 'removal-intended' }])
  expect(await findReceipt(actor, subject, receipt)).toMatchObject({ state: 'running' })
  // Not yet: the process that began it may still be at work.
  await runDueRemovals(later(5))
  expect(await findReceipt(actor, subject, receipt)).toMatchObject({ state: 'running' })
  await recognize.setFault(userId, { on: 'list', kind: 'status', status: 403, times: 1 })
  await runDueRemovals(later(11))
  expect(await findReceipt(actor, subject, receipt)).toMatchObject({ state: 'running' })
  await runDueRemovals(later(80))
  expect(await findReceipt(actor, subject, receipt)).toMatchObject({ state: 'confirmed' })
  expect(await entriesOf([receipt], [userId])).toHaveLength(2)
})

test('an open removal is settled once the row is gone, not before, and only once @I4', async () => {
  const keys = [newSigningKey(), newSigningKey()] as const
  const person = await makeSomebody(twoPhones(keys))
  const { userId, actor, subject } = person
  await recognize.setFault(userId, { on: 'delete', kind: 'still-listed' })
  const removal = await ask(person, keys[0])
  const receipt = removal.ok ? removal.value.receipt : ''
  const stateAfter = async (seconds: number) => {
    await runDueRemovals(later(seconds))
    return (await findReceipt(actor, subject, receipt))?.state
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
  const calls = await recognize.journal({ userId })
  expect(calls.filter(({ operation }) => operation === 'delete')).toHaveLength(1)
})

test('the name of a device goes with it, and stays when it may still be there', async () => {
  const keys = [newSigningKey(), newSigningKey()] as const
  const person = await makeSomebody(twoPhones(keys))
  const { userId, actor, subject } = person
  for (const key of keys) {
    const input = { deviceId: deviceIdOf(userId, key), nickname: 'Work' }
    await setNickname(actor, subject, input, now(), readDeadline())
  }
  await recognize.setFault(userId, { on: 'delete', kind: 'reset', times: 1 })
  await ask(person, keys[0])
  const names = `SELECT nickname FROM nicknames WHERE user_id = '${userId}'`
  expect(await query(names)).toHaveLength(2)
  await ask(person, keys[0])
  expect(await query(names)).toHaveLength(1)
  const list = await readDevices(subject, readDeadline())
  const named = list.ok ? list.value : []
  expect(named.map(({ device }) => device.nickname)).toEqual(['Work'])
})

test('a receipt is shown to its owner and to nobody else @C2', async () => {
  const keys = [newSigningKey(), newSigningKey()] as const
  const person = await makeSomebody(twoPhones(keys))
  const stranger = await makeSomebody()
  const removal = await ask(person, keys[0], 'sold')
  const receipt = removal.ok ? removal.value.receipt : ''
  expect(await findReceipt(stranger.actor, stranger.subject, receipt)).toBeNull()
  expect(await findReceipt(stranger.actor, person.subject, receipt)).toBeNull()
  for (const other of ['', '..', receipt.toLowerCase(), `${receipt}X`, 'AAAA-AAAA-AAAA'])
    expect(await findReceipt(person.actor, person.subject, other)).toBeNull()
  expect(await findReceipt(person.actor, person.subject, receipt)).toMatchObject({
    referenceCode: receipt,
    reason: 'sold',
    state: 'confirmed',
  })
})
