import { READ_BUDGET_MS, deadlineIn, readDeadline } from '@/lib/platform/deadline'
import { listUserDevices } from '@/lib/recognize/client'
import { backupRow, newSigningKey, onePhone } from '../builders/rows'
import { STEPS } from '../integration/support/faults'
import { expect, test, makeSomebody, recognize } from '../integration/support/test'

// `npm run bench`: how long things take on a machine that has nothing else to do, against the figures of
// docs/reliability.md. Not a part of `npm test`, where the machine is busy and such figures say nothing.
test.describe.configure({ mode: 'default' })

/** The milliseconds that `work` takes, told under its name. */
async function measure(what: string, work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  const ms = Math.round(performance.now() - begun)
  console.info(`${what}: ${ms} ms`)
  return ms
}

for (const [name, fault] of STEPS['before the DELETE'])
  test(`reading the list under ${name} takes less than 3 s`, async () => {
    const { userId } = await makeSomebody(onePhone)
    await recognize.setFault(userId, fault)
    expect(await measure(name, () => listUserDevices(userId, readDeadline()))).toBeLessThan(3_000)
  })

test('forty calls while the breaker is open are answered within 0.3 s', async () => {
  const { userId } = await makeSomebody(onePhone)
  await recognize.setFault(userId, { on: 'list', kind: 'status', status: 503 })
  for (let round = 0; round < 4; round++) await listUserDevices(userId, readDeadline())
  const calls = () =>
    Promise.all(Array.from({ length: 40 }, () => listUserDevices(userId, readDeadline())))
  expect(await measure('forty refused calls', calls)).toBeLessThan(300)
})

test('of two hundred calls to a hanging service those that are not served are told within 0.9 s', async () => {
  const people = await Promise.all(Array.from({ length: 50 }, () => makeSomebody(onePhone)))
  for (const { userId } of people) await recognize.setFault(userId, { on: 'list', kind: 'hang' })
  const begun = performance.now()
  const told = await Promise.all(
    [...people, ...people, ...people, ...people].map(async ({ userId }) => {
      const list = await listUserDevices(userId, deadlineIn(READ_BUDGET_MS))
      return { isBusy: !list.ok && list.error.code === 'busy', at: performance.now() - begun }
    }),
  )
  const last = Math.max(...told.filter(({ isBusy }) => isBusy).map(({ at }) => at))
  console.info(`the last one that was told: ${Math.round(last)} ms`)
  expect(last).toBeLessThan(900)
})

test('a list of 5,000 rows is read within 1 s', async () => {
  const { userId } = await makeSomebody((userId) =>
    Array.from({ length: 5_000 }, () =>
      backupRow({ userId, publicSigningKey: newSigningKey(), createdAt: '2025-01-15T09:00:00' }),
    ),
  )
  expect(await measure('5,000 rows', () => listUserDevices(userId, readDeadline()))).toBeLessThan(
    1_000,
  )
})
