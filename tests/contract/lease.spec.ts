import { setTimeout as sleep } from 'node:timers/promises'
import { withRemovalLease, type Lease } from '@/lib/devices/removal/removal-lease'
import { newUserId } from '../builders/rows'
import { query } from '../integration/support/database'
import { databaseTest as test, expect } from '../integration/support/test'

/** Puts a lease there as a replica would have left it. */
const leave = (userId: string, seconds: number) =>
  query(
    `INSERT INTO removal_leases VALUES ('${userId}', 'another replica', '${new Date(
      Date.now() + seconds * 1000,
    ).toISOString()}')`,
  )
const leasesOf = (userId: string) =>
  query(`SELECT holder FROM removal_leases WHERE user_id = '${userId}'`)

test('the work of one person never overlaps, and everybody but the first learns that they waited @C6', async () => {
  const userId = newUserId()
  let running = 0
  let most = 0
  const work = async ({ waited }: Lease) => {
    most = Math.max(most, ++running)
    await sleep(200)
    running--
    return waited
  }
  const waited = await Promise.all(
    Array.from({ length: 4 }, () => withRemovalLease([userId], work)),
  )
  expect(most).toBe(1)
  expect(waited.filter((one) => one === false)).toHaveLength(1)
  expect(waited.filter((one) => one === true)).toHaveLength(3)
  expect(await leasesOf(userId)).toEqual([])
})

test('work that throws gives the lease back and throws on', async () => {
  const userId = newUserId()
  const failure = withRemovalLease([userId], async () => {
    throw new Error('the work failed')
  })
  await expect(failure).rejects.toThrow('the work failed')
  expect(await leasesOf(userId)).toEqual([])
  expect(await withRemovalLease([userId], async ({ waited }) => waited)).toBe(false)
})

test('a lease whose holder died is taken over once it has ended', async () => {
  const userId = newUserId()
  await leave(userId, -1)
  expect(await withRemovalLease([userId], async () => 'done')).toBe('done')
  expect(await leasesOf(userId)).toEqual([])
})

test('a lease that still runs is never taken: the work is not begun, and what was leased with it is given back @C6', async () => {
  const userId = newUserId()
  await leave(userId, 3600)
  const [first, second] = [newUserId(), newUserId()].toSorted() as [string, string]
  await leave(second, 3600)
  let begun = false
  const work = async () => (begun = true)
  // Both wait as long as one may.
  const outcomes = await Promise.all([
    withRemovalLease([userId], work),
    withRemovalLease([second, first], work),
  ])
  expect(outcomes).toEqual([null, null])
  expect(begun).toBe(false)
  expect(await leasesOf(first)).toEqual([])
  for (const held of [userId, second])
    expect(await leasesOf(held)).toEqual([{ holder: 'another replica' }])
})

test('a lease that ends while somebody waits is theirs then', async () => {
  const userId = newUserId()
  await leave(userId, 1)
  expect(await withRemovalLease([userId], async ({ waited }) => waited)).toBe(true)
})

test('another person is not held back', async () => {
  const [mine, other] = [newUserId(), newUserId()]
  await leave(mine, 3600)
  expect(await withRemovalLease([other], async ({ waited }) => waited)).toBe(false)
})

test('several identities are leased together, in whatever order they are named', async () => {
  const [a, b] = [newUserId(), newUserId()]
  let running = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++running)
    await sleep(200)
    running--
    return true
  }
  const all = [[a, b], [b, a], [b], [a]]
  const done = await Promise.all(all.slice(0, 2).map((userIds) => withRemovalLease(userIds, work)))
  expect(done).toEqual([true, true])
  expect(most).toBe(1)
  for (const userId of [a, b]) expect(await leasesOf(userId)).toEqual([])
})
