import { setTimeout as sleep } from 'node:timers/promises'
import { deadlineIn, READ_BUDGET_MS, readDeadline } from '@/lib/platform/deadline'
import { listUserDevices } from '@/lib/recognize/client'
import { OPEN_MS } from '@/lib/platform/resilience/circuit-breaker'
import { PLACES, PLACES_EACH, SEATS, SEATS_EACH } from '@/lib/recognize/transport/upstream'
import { onePhone } from '../builders/rows'
import { besideTimer } from '../fixtures/beside-timer'
import { expect, test, makeSomebody, recognize } from './support/test'

const codeOf = (result: Awaited<ReturnType<typeof listUserDevices>>) =>
  result.ok ? 'ok' : result.error.code

test('after ten failures in a row forty calls cause no traffic and answer at once; one tries later, and then all is well @J4', async () => {
  const { userId } = await makeSomebody(onePhone)
  await recognize.setFault(userId, { on: 'list', kind: 'status', status: 503 })
  const traffic = async () => (await recognize.journal({ userId })).length
  for (let round = 0; round < 4; round++) await listUserDevices(userId, readDeadline())
  const openedAt = performance.now()
  expect(await traffic()).toBe(10)

  const share = await besideTimer(1_000, async () => {
    const refused = await Promise.all(
      Array.from({ length: 40 }, () => listUserDevices(userId, readDeadline())),
    )
    expect(new Set(refused.map(codeOf))).toEqual(new Set(['unavailable']))
  })
  expect(share, 'none of them waits').toBeLessThan(1)
  expect(await traffic()).toBe(10)

  await sleep(OPEN_MS - (performance.now() - openedAt) + 20)
  await Promise.all(Array.from({ length: 20 }, () => listUserDevices(userId, readDeadline())))
  expect(await traffic(), 'one that tried').toBe(11)

  await recognize.clearFaults(userId)
  await expect
    .poll(async () => codeOf(await listUserDevices(userId, readDeadline())), { timeout: 6_000 })
    .toBe('ok')
  expect(await traffic()).toBe(12)
  expect(codeOf(await listUserDevices(userId, readDeadline()))).toBe('ok')
})

for (const [what, fault] of [
  ['429', { kind: 'status', status: 429, retryAfter: 60 }],
  ['404', { kind: 'status', status: 404 }],
  ['401', { kind: 'status', status: 401 }],
  ['redirect', { kind: 'redirect', location: 'http://localhost:1/' }],
  ['web page', { kind: 'html' }],
] as const)
  test(`a ${what}, however often, stops no calls: the service answers @J4`, async () => {
    const { userId } = await makeSomebody(onePhone)
    await recognize.setFault(userId, { on: 'list', ...fault })
    for (let round = 0; round < 15; round++) await listUserDevices(userId, readDeadline())
    expect(await recognize.journal({ userId })).toHaveLength(15)
    await recognize.clearFaults(userId)
    expect(codeOf(await listUserDevices(userId, readDeadline()))).toBe('ok')
  })

test('of two hundred calls to a service that hangs sixteen reach it, the others are told at once that it is busy @J4', async () => {
  const people = await Promise.all(Array.from({ length: 50 }, () => makeSomebody(onePhone)))
  const other = await makeSomebody(onePhone)
  for (const { userId } of people) await recognize.setFault(userId, { on: 'list', kind: 'hang' })
  // In the order in which they ended: the times themselves are those of the machine.
  const ended: string[] = []
  const calls = [...people, ...people, ...people, ...people].map(async ({ userId }) => {
    ended.push(codeOf(await listUserDevices(userId, readDeadline())))
  })
  // Those without a seat are told in the same moment, before any timer fires.
  await sleep(0)
  expect(ended).toEqual(Array<string>(200 - PLACES - SEATS).fill('busy'))
  await Promise.all(calls)
  const codes = [
    ...Array<string>(200 - PLACES).fill('busy'),
    ...Array<string>(PLACES).fill('timeout'),
  ]
  expect(ended).toEqual(codes)
  // Each that reached the service has a reference of its own, whatever it tried.
  const reached = await Promise.all(people.map(({ userId }) => recognize.journal({ userId })))
  expect(new Set(reached.flat().map(({ requestId }) => requestId)).size).toBe(PLACES)

  // Sixteen that hung are more than enough for the breaker.
  expect(codeOf(await listUserDevices(other.userId, readDeadline()))).toBe('unavailable')
  await sleep(OPEN_MS)
  expect(codeOf(await listUserDevices(other.userId, readDeadline()))).toBe('ok')
})

test('two hundred pages of one person, whose list hangs, keep nobody else from theirs, nor that person from acting @J4', async () => {
  const { userId } = await makeSomebody(onePhone)
  const other = await makeSomebody(onePhone)
  await recognize.setFault(userId, { on: 'list', kind: 'hang' })
  const page = () => deadlineIn(READ_BUDGET_MS, new AbortController().signal)
  const pages = Array.from({ length: 200 }, () => listUserDevices(userId, page()))
  for (let turn = 0; turn < 5; turn++) {
    expect(codeOf(await listUserDevices(other.userId, page()))).toBe('ok')
    await sleep(100)
  }
  expect(await recognize.journal({ userId })).toHaveLength(PLACES_EACH)
  const acting = listUserDevices(userId, readDeadline())
  await expect.poll(async () => (await recognize.journal({ userId })).length).toBe(PLACES_EACH + 1)
  const codes = (await Promise.all([...pages, acting])).map(codeOf)
  expect(codes.filter((code) => code === 'busy').length).toBeGreaterThanOrEqual(
    200 - PLACES_EACH - SEATS_EACH,
  )
})
