import { expect, test } from 'vitest'
import { retryConflicts } from '@/lib/database/retry-conflicts'
import { deadlineIn } from '@/lib/platform/deadline'

/** Fails as the database layer does: its own error, with the driver's as the cause. */
const failing = (code: string, times: number) => {
  let runs = 0
  return async () => {
    runs += 1
    if (runs <= times)
      throw new Error('a query failed', { cause: Object.assign(new Error(), { code }) })
    return runs
  }
}
const soon = () => deadlineIn(60_000)

for (const code of ['40001', '40P01', '55P03', '57014'])
  test(`a transaction that was ended because of another one (${code}) is run again`, async () => {
    expect(await retryConflicts(failing(code, 3), soon())).toBe(4)
  })

test('what another try can’t mend is not tried again', async () => {
  for (const code of ['23505', '08006', '53300', '25006'])
    await expect(retryConflicts(failing(code, 1), soon())).rejects.toThrow('a query failed')
})

test('after the deadline nothing is tried again', async () => {
  let now = 0
  const deadline = deadlineIn(10, undefined, () => now)
  const work = failing('40P01', 5)
  const late = async () => {
    now += 6
    return work()
  }
  await expect(retryConflicts(late, deadline)).rejects.toThrow('a query failed')
  expect(now).toBe(12)
})
