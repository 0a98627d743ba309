import { runDueRemovals } from '@/lib/devices/removal/removal-worker'
import { newSigningKey, phones, onePhone } from '../builders/rows'
import { later, HELD, remove, stateOf, deletions } from './support/removals'
import { databaseTest as test, expect, somebody, makeSomebody, recognize } from './support/test'

const MINUTE = 60

test('one stray 404 for the identity that has the device, beside another that is known, proves nothing', async () => {
  const key = newSigningKey()
  const first = await makeSomebody(phones(key, newSigningKey()))
  const second = await makeSomebody(onePhone)
  const both = somebody(first.userId, second.userId)
  const receipt = await remove(both, key, { reason: 'sold' }, HELD)
  await recognize.setFault(first.userId, { on: 'list', kind: 'status', status: 404, times: 1 })
  await runDueRemovals(later(61))
  expect(await stateOf(both, receipt)).toBe('scheduled')
  await runDueRemovals(later(2 * MINUTE))
  expect(await stateOf(both, receipt)).toBe('confirmed')
})

test('a removal that an outage put off for a quarter of an hour is still looked for until it is confirmed, with one DELETE', async () => {
  const key = newSigningKey()
  const person = await makeSomebody(phones(key, newSigningKey()))
  const { userId } = person
  const receipt = await remove(person, key, { reason: 'sold' }, HELD)
  await recognize.setFault(userId, { on: 'list', kind: 'status', status: 403 })
  await runDueRemovals(later(61))
  await recognize.clearFaults(userId)
  // A quarter of an hour later the service is back, takes the DELETE, and the list fails once more.
  await recognize.setFault(userId, { on: 'delete', kind: 'applied-then-reset' })
  await recognize.setFault(userId, { on: 'list', kind: 'status', status: 403, after: 1 })
  await runDueRemovals(later(16 * MINUTE))
  expect(await stateOf(person, receipt)).toBe('unknown')
  await runDueRemovals(later(17 * MINUTE))
  expect(await stateOf(person, receipt)).toBe('unknown')
  await recognize.clearFaults(userId)
  await runDueRemovals(later(20 * MINUTE))
  expect(await stateOf(person, receipt)).toBe('confirmed')
  expect(await deletions(person)).toEqual([key])
})
