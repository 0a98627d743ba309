import { expect, SCENE, test } from './access-test'
import { builtAction } from './built'
import { formOf, postWithScript } from './post-action'

// One after the other: what was spent is everybody's.
test.describe.configure({ mode: 'default', timeout: 60_000, lock: SCENE })

test.afterEach(({ scene }) => scene.query('DELETE FROM rate_limits'))

/** A post of a stranger to an action; by default one that the action refuses. */
const postAs = (portal: string, address: string, bytes: number) =>
  fetch(`${portal}/`, {
    method: 'POST',
    headers: {
      origin: portal,
      'x-forwarded-for': address,
      'next-action': builtAction('sign-in.signInAction').id,
      'content-type': 'text/plain;charset=UTF-8',
      cookie: 'portal.sign-in=made-up',
    },
    body: `["${'x'.repeat(bytes)}"]`,
    redirect: 'manual',
  }).then(async (answer) => [answer.status, await answer.text()] as const)

const signIn = async (portal: string, address: string) => {
  const headers = { origin: portal, 'x-forwarded-for': address }
  const form = formOf({ return: '/devices' })
  return postWithScript(`${portal}/`, builtAction('sign-in.signInAction'), [form], headers)
}

test('large posts without a session are refused before anything is parsed, also with a made-up cookie @D4 @D13', async ({
  scene,
}) => {
  const posts = Array.from({ length: 50 }, (_, n) =>
    postAs(scene.portal, `192.0.2.${n}`, 1_000_000),
  )
  for (const [status, text] of await Promise.all(posts))
    expect([status, text]).toEqual([413, '413 Payload Too Large\n'])
})

test('a network that posts without end is told to wait, from all its addresses; others sign in, and so do those who are signed in there @D4 @D12', async ({
  scene,
}) => {
  const { person, devices } = await scene.createPerson()
  const cookie = await scene.signIn(person)
  const page = `${scene.portal}/devices/${devices.phone}`
  const rename = builtAction('devices.renameDeviceAction')
  const named = (address: string) =>
    postWithScript(page, rename, [null, formOf({ device: devices.phone, nickname: 'Mine' })], {
      ...{ cookie, origin: scene.portal, 'x-forwarded-for': address },
    })
  // The process knows the session from here on.
  await fetch(page, { headers: { cookie } })
  const statuses: number[] = []
  for (let n = 0; n < 140; n++) {
    const [status] = await postAs(scene.portal, `192.0.2.${n % 50}`, 32 * 1024 - 4)
    statuses.push(status)
  }
  expect(statuses.indexOf(429)).toBe(128)
  expect(new Set(statuses.slice(128))).toEqual(new Set([429]))
  expect((await signIn(scene.portal, '192.0.2.200')).status).toBe(429)
  const other = await signIn(scene.portal, '203.0.113.9')
  expect(other.location).toContain(new URL(scene.issuer).origin)
  const known = await named('192.0.2.201')
  expect([known.status, known.value]).not.toContain(429)
  expect(known.status).toBe(200)
})
