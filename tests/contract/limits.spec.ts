import { randomUUID } from 'node:crypto'
import { takePersonalLimit } from '@/lib/auth/authorization/personal-limit'
import {
  LIMITS,
  QUIET_SIGN_INS,
  returnLimit,
  takeLimit,
  takeSignIn,
  type Limit,
} from '@/lib/web/rate-limits'
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
    `“${limit}” lets fewer through, at least one, while the table can’t be used, and none beyond that @D12 @J3`,
    details,
    async () => {
      expect(insured).toBeLessThanOrEqual(Math.max(points - 1, 1))
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

const setPoints = (limit: Limit, points: number) =>
  query(`UPDATE rate_limits SET points = ${points} WHERE key LIKE '${limit}:%'`)
const forgetSignIns = () =>
  query("DELETE FROM rate_limits WHERE key LIKE '%sign-in%' AND key NOT LIKE '%refused%'")
const isLetThrough = async (address: string | null, subject?: string) => {
  const account = subject === undefined ? null : { issuer: 'https://id.example', subject }
  return (await takeSignIn('sign-in-starts', { address, account })).ok
}
/** The networks that an outsider may have whole: 50 addresses of each, in the form of the limits. */
const OUTSIDERS = {
  'a /24 of IPv4': Array.from({ length: 50 }, (_, place) => `198.51.100.${place}`),
  'a /48 of IPv6': Array.from(
    { length: 50 },
    (_, place) => `2001:db8:7:${place.toString(16)}::/64`,
  ),
}
const QUIET = ['203.0.113.8', '2001:db8:8:0::/64']

test('sign-ins are counted by address where it is known, and all without one together @D12', async () => {
  await forgetSignIns()
  expect(await isLetThrough('2001:db8:9:1::/64')).toBe(true)
  await setPoints('sign-in-starts', LIMITS['sign-in-starts'].points)
  expect(await isLetThrough('2001:db8:9:1::/64')).toBe(false)
  for (const other of ['2001:db8:9:2::/64', null]) expect(await isLetThrough(other)).toBe(true)
  await setPoints('sign-ins-of-all', LIMITS['sign-ins-of-all'].points)
  expect(await isLetThrough(null)).toBe(false)
  await forgetSignIns()
})

for (const [what, addresses] of Object.entries(OUTSIDERS))
  test(`whoever has ${what} uses up no more than its limit, exactly, and stops no other network @D12`, async () => {
    await forgetSignIns()
    expect(await isLetThrough(addresses[0] ?? null)).toBe(true)
    await setPoints('sign-ins-of-network', LIMITS['sign-ins-of-network'].points - 60)
    const tries = addresses.flatMap((address) => Array<string>(4).fill(address))
    const passed = await Promise.all(tries.map((address) => isLetThrough(address)))
    expect(passed.filter(Boolean)).toHaveLength(60)
    for (const address of addresses.slice(0, 5)) expect(await isLetThrough(address)).toBe(false)
    for (const other of QUIET) expect(await isLetThrough(other)).toBe(true)
    await forgetSignIns()
  })

test('a quiet network signs in although loud ones used up their total, and its share is exact @D12', async () => {
  await forgetSignIns()
  const [quiet = ''] = QUIET
  await isLetThrough(null)
  await setPoints('sign-ins-of-all', LIMITS['sign-ins-of-all'].points)
  expect(await isLetThrough(null)).toBe(false)
  const passed = await Promise.all(Array.from({ length: 60 }, () => isLetThrough(quiet)))
  expect(passed.filter(Boolean)).toHaveLength(QUIET_SIGN_INS)
  await forgetSignIns()
})

test('somebody who is signed in confirms that it’s them, whatever strangers used up, and not without end @D12', async () => {
  await forgetSignIns()
  const [subject, other] = [randomUUID(), randomUUID()]
  const address = '198.51.100.9'
  await isLetThrough(address)
  await isLetThrough(null)
  for (const limit of [
    'sign-in-starts',
    'sign-ins-of-network',
    'quiet-sign-ins',
    'sign-ins-of-all',
  ])
    await setPoints(limit as Limit, LIMITS[limit as Limit].points)
  expect(await isLetThrough(address)).toBe(false)
  const { points } = LIMITS['sign-ins-of-account']
  const tries = Array.from({ length: 2 * points }, () => isLetThrough(address, subject))
  expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(points)
  expect(await isLetThrough(address, other)).toBe(true)
  await forgetSignIns()
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
