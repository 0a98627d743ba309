import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { runDueRemovals } from '@/lib/devices/removal/removal-worker'
import { now } from '@/lib/platform/clock'
import { newSigningKey, phoneRow } from '../builders/rows'
import { later } from './support/removals'
import {
  databaseTest as test,
  expect,
  somebody,
  type Somebody,
  makeSomebody,
  recognize,
} from './support/test'
import { findReceipt, removeDevice } from './support/own-devices'

const MINUTE = 60

/** Asks for a removal that waits a minute; gives how to see its state. */
async function hold({ actor, subject }: Somebody, userId: string, key: string) {
  const request = { deviceId: deviceIdOf(userId, key), reason: 'sold', confirmed: null } as const
  const removal = await removeDevice(actor, subject, request, { clock: now, holdMs: 60_000 })
  if (!removal.ok) throw new Error(`not removed: ${removal.error.code}`)
  const { receipt } = removal.value
  return async () => (await findReceipt(actor, subject, receipt))?.state
}

test('one stray 404 for the identity that has the device, beside another that is known, proves nothing', async () => {
  const key = newSigningKey()
  const first = await makeSomebody((userId) => [
    phoneRow({ userId, publicSigningKey: key }),
    phoneRow({ userId }),
  ])
  const second = await makeSomebody((userId) => [phoneRow({ userId })])
  const both = somebody(first.userId, second.userId)
  const state = await hold(both, first.userId, key)
  await recognize.setFault(first.userId, { on: 'list', kind: 'status', status: 404, times: 1 })
  await runDueRemovals(later(61))
  expect(await state()).toBe('scheduled')
  await runDueRemovals(later(2 * MINUTE))
  expect(await state()).toBe('confirmed')
})

test('a removal that an outage put off for a quarter of an hour is still looked for until it is confirmed, with one DELETE', async () => {
  const key = newSigningKey()
  const person = await makeSomebody((userId) => [
    phoneRow({ userId, publicSigningKey: key }),
    phoneRow({ userId }),
  ])
  const { userId } = person
  const state = await hold(person, userId, key)
  await recognize.setFault(userId, { on: 'list', kind: 'status', status: 403 })
  await runDueRemovals(later(61))
  await recognize.clearFaults(userId)
  // A quarter of an hour later the service is back, takes the DELETE, and the list fails once more.
  await recognize.setFault(userId, { on: 'delete', kind: 'applied-then-reset' })
  await recognize.setFault(userId, { on: 'list', kind: 'status', status: 403, after: 1 })
  await runDueRemovals(later(16 * MINUTE))
  expect(await state()).toBe('unknown')
  await runDueRemovals(later(17 * MINUTE))
  expect(await state()).toBe('unknown')
  await recognize.clearFaults(userId)
  await runDueRemovals(later(20 * MINUTE))
  expect(await state()).toBe('confirmed')
  const calls = await recognize.journal({ userId })
  expect(calls.filter(({ method }) => method === 'DELETE')).toHaveLength(1)
})
