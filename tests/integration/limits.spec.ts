import { randomUUID } from 'node:crypto'
import { giveBack, LIMITS, take, type Limit } from '@/lib/limits/limits'
import { query } from './support/database'
import { databaseTest as test, DATABASES, expect } from './support/test'

/** How many of `count` that come at once are let through. */
async function letThrough(limit: Limit, whom: string, count: number): Promise<number> {
  const outcomes = await Promise.all(Array.from({ length: count }, () => take(limit, whom)))
  return outcomes.filter(({ ok }) => ok).length
}

for (const databaseName of DATABASES)
  test.describe(databaseName, () => {
    test.use({ databaseName })

    for (const limit of Object.keys(LIMITS) as Limit[]) {
      const { points, insured } = LIMITS[limit]

      const many = points + 80

      test(`of ${many} at once exactly ${points} pass the limit “${limit}”, for each by themselves @D12`, async () => {
        const [somebody, another] = [randomUUID(), randomUUID()]
        expect(await letThrough(limit, somebody, many)).toBe(points)
        expect(await letThrough(limit, somebody, 5)).toBe(0)
        expect(await letThrough(limit, another, many)).toBe(points)
      })

      test(`“${limit}” lets fewer through while the table can’t be used, and not one without end @D12 @J3`, async () => {
        expect(insured).toBeLessThan(points)
        await query('ALTER TABLE rate_limits RENAME TO rate_limits_away')
        try {
          expect(await letThrough(limit, randomUUID(), many)).toBe(insured)
        } finally {
          await query('ALTER TABLE rate_limits_away RENAME TO rate_limits')
        }
      })
    }

    test('whoever is refused is told when to come again, and may then @D12', async () => {
      const whom = randomUUID()
      expect(await letThrough('wrong-codes', whom, 5)).toBe(5)
      const refusal = await take('wrong-codes', whom)
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
      await giveBack('wrong-codes', whom)
      expect(await letThrough('wrong-codes', whom, 200)).toBe(2)
    })

    test('far beyond the limit the database isn’t asked any more, and nobody is let through @D12 @J3', async () => {
      const whom = randomUUID()
      const points = async () =>
        (await query('SELECT sum(points) AS points FROM rate_limits'))[0]?.['points']
      for (let index = 0; index < 10; index++) await take('wrong-codes', whom)
      const before = await points()
      expect(await letThrough('wrong-codes', whom, 20)).toBe(0)
      expect(await points()).toEqual(before)
    })

    test('neither people nor addresses are kept', async () => {
      const whom = `203.0.113.${Math.floor(Math.random() * 250)}/${randomUUID()}`
      await take('unknown-callers', whom)
      const rows = await query('SELECT * FROM rate_limits')
      expect(rows.length).toBeGreaterThan(0)
      expect(JSON.stringify(rows)).not.toContain(whom)
      for (const { key } of rows) expect(key).toMatch(/^[a-z-]+:[0-9a-f]{64}$/)
    })
  })
