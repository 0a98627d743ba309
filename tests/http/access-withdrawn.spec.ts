import { answerProvider } from '../fixtures/sign-in'
import { argumentsFor, AT_DESK, type Target } from './access-cast'
import type { AccessScene } from './access-scene'
import { expect, SCENE, test } from './access-test'
import { builtAction, builtActions } from './built'
import { operate } from './operator'
import { codeOf, formOf, postWithScript } from './post-action'

test.describe.configure({ mode: 'default', lock: SCENE })

/** What the actions of the desk say to a sign-in, on each replica, about somebody else. */
async function saidAtDesk(
  { portal, replica }: AccessScene,
  cookie: string,
  target: Target,
  which: RegExp,
) {
  const actions = builtActions().filter(
    ({ name, access }) => AT_DESK.has(access ?? '') && which.test(name),
  )
  expect(actions).not.toEqual([])
  const codes = await Promise.all(
    [portal, replica].flatMap((origin) =>
      actions.flatMap((action) =>
        argumentsFor(action, target).map(async (args) => {
          const sent = { cookie, origin }
          return codeOf(await postWithScript(`${origin}/`, action, args, sent))
        }),
      ),
    ),
  )
  return new Set(codes)
}

const READING = /\.(find|list|read)/
const EVERY = /./

test('a role that is withdrawn is refused from the next request on, on every replica, in a sign-in that goes on @B2', async ({
  scene,
  cast,
}) => {
  const agent = await scene.createPerson({ claims: { roles: ['support', 'auditor'] } })
  const cookie = await scene.signIn(agent.person)
  expect(await saidAtDesk(scene, cookie, cast.target, READING)).not.toContain('not-allowed')
  await cast.traces()

  const said = await operate(
    'withdraw-roles',
    scene.databaseUrl,
    scene.issuer,
    agent.person.accountId,
  )
  expect(said.output).toContain('withdrawn from 1 sign-in;')
  expect(said.code).toBe(0)
  expect(await saidAtDesk(scene, cookie, cast.target, EVERY)).toEqual(new Set(['not-allowed']))
  expect((await cast.traces()).calls, 'calls about somebody else').toEqual([])
  for (const origin of [scene.portal, scene.replica]) {
    const own = await fetch(`${origin}/devices`, { headers: { cookie }, redirect: 'manual' })
    expect(own.status, 'still signed in, as the person they are').toBe(200)
  }
})

test('a sign-in that is ended from another browser is refused from the next request on, on every replica @B2 @B4', async ({
  scene,
  cast,
}) => {
  const agent = await scene.createPerson({ claims: { roles: ['support'] } })
  const [lost, kept] = [await scene.signIn(agent.person), await scene.signIn(agent.person)]
  expect(await saidAtDesk(scene, lost, cast.target, READING)).not.toContain('signed-out')
  const end = builtAction('sessions.revokeSessionsAction')
  const sent = { cookie: kept, origin: scene.replica }
  const others = formOf({ session: 'others' })
  const ended = await postWithScript(`${scene.replica}/`, end, [null, others], sent)
  expect(ended.value).toEqual({ code: 'ended', count: 1 })
  await cast.traces()

  expect(await saidAtDesk(scene, lost, cast.target, EVERY)).toEqual(new Set(['signed-out']))
  expect((await cast.traces()).calls, 'calls about somebody else').toEqual([])
  expect(await saidAtDesk(scene, kept, cast.target, READING)).not.toContain('signed-out')
})

test('what a page of the desk asks for by itself doesn’t keep a sign-in alive, what an agent does there does @B3', async ({
  scene,
  cast,
}) => {
  const agent = await scene.createPerson({ claims: { roles: ['support'] } })
  const cookie = await scene.signIn(agent.person)
  const { accountId } = agent.person
  await scene.query(
    `UPDATE sessions SET last_seen_at = last_seen_at - interval '5 minutes' WHERE subject = $1`,
    accountId,
  )
  const seen = async () => {
    const [row] = await scene.query(
      'SELECT last_seen_at FROM sessions WHERE subject = $1',
      accountId,
    )
    return row?.['last_seen_at']
  }
  const before = await seen()
  const polled = await saidAtDesk(scene, cookie, cast.target, /^support\.(list|read)/)
  expect(polled).not.toContain('signed-out')
  expect(await seen()).toEqual(before)
  await saidAtDesk(scene, cookie, cast.target, /\.findPersonAction$/)
  expect(await seen()).not.toEqual(before)
})

test('in a sign-in of a while ago an agent reads, and acts only after having confirmed it @A6', async ({
  scene,
  cast,
  page,
}) => {
  const agent = await scene.createPerson({ claims: { roles: ['support'] } })
  const cookie = await scene.signIn(agent.person)
  const { accountId } = agent.person
  await scene.query(
    `UPDATE sessions SET authenticated_at = now() - interval '6 minutes' WHERE subject = $1`,
    accountId,
  )
  await cast.traces()
  const acting = /^support\.(remove|request|decide|prepare)/
  const codes = await saidAtDesk(scene, cookie, cast.target, acting)
  expect(codes).toEqual(new Set(['stale-sign-in']))
  expect((await cast.traces()).calls, 'calls about somebody else').toEqual([])
  const reading = await saidAtDesk(scene, cookie, cast.target, /^support\.(find|list|read)/)
  expect(reading).not.toContain('stale-sign-in')

  const { userId, device } = cast.target
  const removal = `${scene.portal}/support/users/${userId}/devices/${device}/remove`
  const jar = cookie.split('; ').map((pair) => ({
    name: pair.slice(0, pair.indexOf('=')),
    value: pair.slice(pair.indexOf('=') + 1),
    url: scene.portal,
  }))
  await page.context().addCookies(jar)
  await page.goto(removal)
  await expect(page.getByRole('radio', { name: 'Lost' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Confirm it’s you' }).click()
  await answerProvider(page, accountId)
  await page.waitForURL(`${removal}?confirmed=1`)

  // Once more while the form is filled in: what was typed is there again, and stands in no address.
  await page.getByRole('radio', { name: 'Lost' }).check()
  await page.getByLabel('Ticket').fill('Mrs Smith, 4711')
  await page.getByLabel(/verified/).check()
  await scene.query(
    `UPDATE sessions SET authenticated_at = now() - interval '6 minutes', created_at = now() - interval '6 minutes' WHERE subject = $1`,
    accountId,
  )
  await page.getByRole('button', { name: /^(Remove|Ask a second agent)$/ }).click()
  await page.getByRole('button', { name: 'Confirm it’s you' }).click()
  await answerProvider(page, accountId)
  await page.waitForURL(/\?confirmed=1&draft=[\w-]+$/)
  await expect(page.getByRole('radio', { name: 'Lost' })).toBeChecked()
  await expect(page.getByLabel('Ticket')).toHaveValue('Mrs Smith, 4711')
  await expect(page.getByLabel(/verified/)).toBeChecked()
  expect((await cast.traces()).calls).not.toContain('delete')
})
