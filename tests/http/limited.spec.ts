import { LIMITS, type Limit } from '@/lib/web/rate-limits'
import { formWith, hiddenFields } from '../fixtures/forms'
import { expect, SCENE, test } from './access-test'
import type { AccessScene } from './access-scene'
import { builtAction } from './built'
import { codeOf, formOf, postWithoutScript, postWithScript } from './post-action'

// One after the other: what was counted is everybody's.
test.describe.configure({ mode: 'default', timeout: 60_000, lock: SCENE })

test.afterEach(({ scene }) => scene.query('DELETE FROM rate_limits'))

/** What a browser without script gets when it posts the form of a page that has the mark in it. */
async function submit(
  page: string,
  mark: string,
  fields: Record<string, string>,
  headers: Record<string, string>,
): Promise<string> {
  const shown = await (await fetch(page, { headers })).text()
  const hidden = hiddenFields(formWith(shown, mark) ?? '')
  const body = formOf({ ...Object.fromEntries(hidden), ...fields })
  const answer = await fetch(page, { method: 'POST', headers, body })
  expect(answer.status).toBe(200)
  return answer.text()
}

/** Whoever has been counted once has nothing left. */
async function useUp({ query }: AccessScene, limit: Limit): Promise<void> {
  const rows = await query(
    `UPDATE rate_limits SET points = $1 WHERE key LIKE '${limit}:%' RETURNING 1`,
    LIMITS[limit].points,
  )
  expect(rows.length).toBeGreaterThan(0)
}

const SECONDS = /in ([1-9]|[1-5]\d|60) seconds?\./

test('beyond the limit of removals nothing is removed or asked for, and words say how long to wait, with script and without @D12', async ({
  scene,
}) => {
  const { person, devices } = await scene.createPerson()
  const headers = { cookie: await scene.signIn(person), origin: scene.portal }
  const action = builtAction('devices.removeDeviceAction')
  const page = `${scene.portal}/devices/${devices.phone}/remove`
  const args = (device: string) => [null, formOf({ device, reason: 'sold' })]

  const first = await postWithScript(page, action, args(devices.held), headers)
  expect(first.location).toContain('/receipts/')
  await useUp(scene, 'removals')
  const removals = () =>
    scene.query('SELECT * FROM pending_removals WHERE user_id = $1', person.userId)
  const before = await removals()
  await scene.recognize.clearJournal({ userId: person.userId })

  const refused = await postWithScript(
    `${scene.portal}/signed-out`,
    action,
    args(devices.phone),
    headers,
  )
  expect(refused.value).toEqual({
    code: 'limited',
    device: devices.phone,
    reason: 'sold',
    retryAfterSeconds: expect.any(Number),
  })
  expect(await scene.recognize.journal({ userId: person.userId })).toEqual([])

  const text = await submit(page, 'name="device"', { reason: 'sold' }, headers)
  expect(text).toContain('so this was not done. Try again')
  expect(text).toMatch(SECONDS)
  // The page shows the device again, which is read; nothing else is asked for.
  const asked = await scene.recognize.journal({ userId: person.userId })
  expect(asked.filter(({ method }) => method !== 'GET')).toEqual([])
  expect(await removals()).toEqual(before)

  // Signing out works all the same.
  const left = await postWithScript(page, builtAction('sign-in.signOutAction'), [], headers)
  expect(left.location).toContain('/signed-out')
})

test('two replicas together let through exactly as many removals as one would @D12', async ({
  scene,
}) => {
  const { person } = await scene.createPerson()
  const cookie = await scene.signIn(person)
  const action = builtAction('devices.removeDeviceAction')
  const { points } = LIMITS.removals
  const answers = await Promise.all(
    Array.from({ length: 2 * points }, (_, index) => {
      const origin = index % 2 === 0 ? scene.portal : scene.replica
      const args = [null, formOf({ device: 'f'.repeat(32), reason: 'sold' })]
      return postWithScript(`${origin}/signed-out`, action, args, { cookie, origin })
    }),
  )
  const codes = answers.map(codeOf)
  expect(codes.filter((code) => code === 'limited')).toHaveLength(points)
  expect(codes.filter((code) => code === undefined)).toEqual([])
  expect(await scene.query("SELECT 1 FROM rate_limits WHERE key LIKE 'removals:%'")).toHaveLength(1)
})

test('beyond the limit of one address no sign-in is begun there, in words; other addresses begin theirs @D12', async ({
  scene,
}) => {
  const page = `${scene.portal}/`
  const begin = (address: string, way: typeof postWithScript) =>
    way(page, builtAction('sign-in.signInAction'), [formOf({ return: '/devices' })], {
      origin: scene.portal,
      'x-forwarded-for': `203.0.113.9, ${address}`,
    })
  const ways = [postWithScript, postWithoutScript]
  const provider = new URL(scene.issuer).origin
  expect((await begin('198.51.100.1', postWithScript)).location).toContain(provider)
  await useUp(scene, 'sign-in-starts')
  for (const way of ways) {
    const refused = await begin('198.51.100.1', way)
    expect(refused.location).toBe(`${scene.portal}/sign-in/failed?reason=limited`)
    expect(refused.text).not.toContain(provider)
    expect((await begin('198.51.100.2', way)).location).toContain(provider)
  }
  const shown = await fetch(`${scene.portal}/sign-in/failed?reason=limited`)
  expect(await shown.text()).toContain('came from your network within a minute')
})

test('beyond the limit of one address no answer of the provider is taken: 429, when to come again, and words @D12', async ({
  scene,
}) => {
  const bring = (address: string) =>
    fetch(`${scene.portal}/api/auth/callback/oidc?code=x&state=x`, {
      headers: { cookie: 'portal.state=x', 'x-forwarded-for': address },
      redirect: 'manual',
    })
  expect((await bring('198.51.100.3')).headers.get('location')).toContain('/sign-in/failed')
  await useUp(scene, 'sign-in-returns')
  const refused = await bring('198.51.100.3')
  expect(refused.status).toBe(429)
  const seconds = Number(refused.headers.get('retry-after'))
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(60)
  expect(refused.headers.get('cache-control')).toBe('no-store')
  expect(await refused.text()).toContain(`in ${seconds} second`)
  expect((await bring('198.51.100.4')).status).not.toBe(429)
})
