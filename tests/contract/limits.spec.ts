import { randomUUID } from 'node:crypto'
import { takePersonalLimit } from '@/lib/auth/authorization/personal-limit'
import { returnLimit, LIMITS, takeLimit, takeSignIn, type Limit } from '@/lib/web/rate-limits'
import { query } from '../integration/support/database'
import { databaseTest as test, expect, somebody } from '../integration/support/test'

/** How many of `count` that come at once are let through. */
async function letThrough(limit: Limit, whom: string, count: number): Promise<number> {
  const outcomes = await Promise.all(Array.from({ length: count }, () => takeLimit(limit, whom)))
  return outcomes.filter(({ ok }) => ok).length
}

const ON_PGLITE = { tag: '@pglite' }

for (const limit of Object.keys(LIMITS) as Limit[]) {
  const { points, insured } = LIMITS[limit]
  // Of the large ones the most are used up by hand, so that a burst meets the edge all the same.
  const left = Math.min(points, 120)

  test(`of 200 at once exactly as many pass the limit “${limit}” as are left of ${points} @D12 @H3`, async () => {
    const somebody = randomUUID()
    if (left < points) {
      await query(`DELETE FROM rate_limits WHERE key LIKE '${limit}:%'`)
      expect(await letThrough(limit, somebody, 1)).toBe(1)
      await query(`UPDATE rate_limits SET points = ${points - left} WHERE key LIKE '${limit}:%'`)
    }
    expect(await letThrough(limit, somebody, 200)).toBe(left)
    expect(await letThrough(limit, somebody, 5)).toBe(0)
    // For each by themselves.
    expect(await letThrough(limit, randomUUID(), 1)).toBe(1)
  })

  // In memory the database plays no part; waiting for it to fail so often would take long on a server.
  const details = insured > 100 ? ON_PGLITE : {}
  test(
    `“${limit}” lets fewer through while the table can’t be used, and not one without end @D12 @J3`,
    details,
    async () => {
      expect(insured).toBeLessThan(points)
      await query('ALTER TABLE rate_limits RENAME TO rate_limits_away')
      try {
        const whom = randomUUID()
        expect(await letThrough(limit, whom, insured + 20)).toBe(insured)
        expect(await letThrough(limit, whom, 20)).toBe(0)
      } finally {
        await query('ALTER TABLE rate_limits_away RENAME TO rate_limits')
      }
    },
  )
}

test('sign-ins are counted by address where it is known, and all together in any case @D12', async () => {
  const address = `2001:db8::${randomUUID().slice(0, 4)}`
  const { points } = LIMITS['sign-in-starts']
  const usedUp = (limit: Limit, most: number) =>
    query(`UPDATE rate_limits SET points = ${most} WHERE key LIKE '${limit}:%'`)
  const isLetThrough = async (from: string | null) => (await takeSignIn('sign-in-starts', from)).ok
  expect(await isLetThrough(address)).toBe(true)
  await usedUp('sign-in-starts', points)
  expect(await isLetThrough(address)).toBe(false)
  for (const other of ['198.51.100.7', null]) expect(await isLetThrough(other)).toBe(true)
  await usedUp('sign-ins-of-all', LIMITS['sign-ins-of-all'].points)
  for (const other of ['198.51.100.8', null]) expect(await isLetThrough(other)).toBe(false)
  await query("DELETE FROM rate_limits WHERE key LIKE 'sign-in%'")
})

test('that a person was refused stands in the trail, once a minute @D12 @I1', async () => {
  const { actor } = somebody()
  const { points } = LIMITS.removals
  const takes = () => takePersonalLimit(actor, 'removals', new Date())
  const outcomes = await Promise.all(Array.from({ length: points + 20 }, takes))
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(points)
  const entries = await query(
    `SELECT type, outcome, detail FROM audit_entries JOIN audit_actors USING (actor)
       WHERE subject = '${actor.subject}'`,
  )
  expect(entries).toEqual([
    { type: 'limit-reached', outcome: 'refused', detail: { limit: 'removals' } },
  ])
})

test('whoever is refused is told when to come again, and may then @D12', async () => {
  const whom = randomUUID()
  expect(await letThrough('wrong-codes', whom, 5)).toBe(5)
  const refusal = await takeLimit('wrong-codes', whom)
  expect(refusal).toMatchObject({ ok: false, error: { code: 'limited' } })
  const seconds = refusal.ok ? 0 : refusal.error.retryAfterSeconds
  expect(seconds).toBeGreaterThan(50)
  expect(seconds).toBeLessThanOrEqual(60)
  await query('UPDATE rate_limits SET expire = expire - 61000')
  expect(await letThrough('wrong-codes', whom, 200)).toBe(5)
})

test('what is given back can be taken again, and no more than that', async () => {
  const whom = randomUUID()
  expect(await letThrough('wrong-codes', whom, 4)).toBe(4)
  await returnLimit('wrong-codes', whom)
  expect(await letThrough('wrong-codes', whom, 200)).toBe(2)
})

test('far beyond the limit the database isn’t asked any more, and nobody is let through @D12 @J3', async () => {
  const whom = randomUUID()
  const points = async () =>
    (await query('SELECT sum(points) AS points FROM rate_limits'))[0]?.['points']
  for (let index = 0; index < 10; index++) await takeLimit('wrong-codes', whom)
  const before = await points()
  expect(await letThrough('wrong-codes', whom, 20)).toBe(0)
  expect(await points()).toEqual(before)
})

test('neither people nor addresses are kept', async () => {
  const whom = `203.0.113.${Math.floor(Math.random() * 250)}/${randomUUID()}`
  await takeLimit('unknown-callers', whom)
  const rows = await query('SELECT * FROM rate_limits')
  expect(rows.length).toBeGreaterThan(0)
  expect(JSON.stringify(rows)).not.toContain(whom)
  for (const { key } of rows) expect(key).toMatch(/^[a-z-]+:[0-9a-f]{64}$/)
})
