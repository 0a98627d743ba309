import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { ENVIRONMENT } from '../builders/environment'
import { readStack } from '../setup/stack'
import { answerProvider } from '../fixtures/sign-in'
import { argumentsFor, AT_DESK, type Target } from './access-cast'
import type { AccessScene } from './access-scene'
import { expect, test } from './access-test'
import { builtActions } from './built'
import { codeOf, postWithScript } from './post-action'

test.describe.configure({ mode: 'default' })

/** Runs a command of `deploy` as an operator would. */
async function run(command: string, databaseUrl: string, ...args: string[]) {
  const file = fileURLToPath(new URL(`../../deploy/${command}.ts`, import.meta.url))
  const flags = ['--conditions=react-server', '--import', 'tsx', file, '--without-env-file']
  const { authSecret } = readStack().secrets
  const settings = { NODE_OPTIONS: '', DATABASE_URL: databaseUrl, AUTH_SECRET: authSecret }
  const child = spawn(process.execPath, [...flags, ...args], {
    env: { ...process.env, ...ENVIRONMENT, ...settings },
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output }
}

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

  const said = await run('withdraw-roles', scene.databaseUrl, scene.issuer, agent.person.accountId)
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
  const end = builtActions().find(({ name }) => name === 'sign-in.endOtherSignIns')
  if (!end) throw new Error('the build has no such action')
  const sent = { cookie: kept, origin: scene.replica }
  const ended = await postWithScript(`${scene.replica}/`, end, [], sent)
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
    `UPDATE sign_ins SET last_seen_at = last_seen_at - interval '5 minutes' WHERE subject = $1`,
    accountId,
  )
  const seen = async () => {
    const [row] = await scene.query(
      'SELECT last_seen_at FROM sign_ins WHERE subject = $1',
      accountId,
    )
    return row?.['last_seen_at']
  }
  const before = await seen()
  const polled = await saidAtDesk(scene, cookie, cast.target, /^support\.(list|read)/)
  expect(polled).not.toContain('signed-out')
  expect(await seen()).toEqual(before)
  await saidAtDesk(scene, cookie, cast.target, /\.findPerson$/)
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
    `UPDATE sign_ins SET authenticated_at = now() - interval '6 minutes' WHERE subject = $1`,
    accountId,
  )
  await cast.traces()
  const acting = /^support\.(remove|request|decide|start)/
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
    `UPDATE sign_ins SET authenticated_at = now() - interval '6 minutes', created_at = now() - interval '6 minutes' WHERE subject = $1`,
    accountId,
  )
  await page.getByRole('button', { name: /^(Remove|Ask a second agent)$/ }).click()
  await page.getByRole('button', { name: 'Confirm it’s you' }).click()
  await answerProvider(page, accountId)
  await page.waitForURL(/\?confirmed=1&entered=[\w-]+$/)
  await expect(page.getByRole('radio', { name: 'Lost' })).toBeChecked()
  await expect(page.getByLabel('Ticket')).toHaveValue('Mrs Smith, 4711')
  await expect(page.getByLabel(/verified/)).toBeChecked()
  expect((await cast.traces()).calls).not.toContain('delete')
})

/** How many of a hundred requests with a copied cookie still find somebody signed in, over both replicas. */
async function stillSignedIn({ portal, replica }: AccessScene, cookie: string): Promise<number> {
  const sessions = await Promise.all(
    Array.from({ length: 100 }, async (_, place) => {
      const origin = place % 2 === 0 ? portal : replica
      const answer = await fetch(`${origin}/api/auth/session`, { headers: { cookie } })
      return (await answer.json()) as unknown
    }),
  )
  return sessions.filter((session) => session !== null).length
}

test('who is signed out at the provider is signed out on every replica @B2 @B5', async ({
  scene,
  page,
}) => {
  const { person } = await scene.createPerson()
  const elsewhere = await scene.signIn(person)
  await page.goto(scene.portal)
  await page.locator('main form button').click()
  await answerProvider(page, person.accountId)
  await page.waitForURL(`${scene.portal}/devices`)
  const cookies = await page.context().cookies()
  const copied = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  expect(await stillSignedIn(scene, copied)).toBe(100)
  await page.goto(`${scene.issuer}/session/end`)
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(page.getByRole('heading', { name: 'Signed out' })).toBeVisible()
  expect(await stillSignedIn(scene, copied)).toBe(0)
  expect(await stillSignedIn(scene, elsewhere), 'another session of the provider').toBe(100)
})

test('whom an operator ends is signed out on every replica, and a wrong word ends nobody @B2 @B4', async ({
  scene,
}) => {
  const { person } = await scene.createPerson()
  const cookie = await scene.signIn(person)
  const whose = ['--issuer', scene.issuer, '--subject', person.accountId]
  const wrong = await run('end-sign-ins', scene.databaseUrl, '--everybody', ...whose)
  expect(wrong).toMatchObject({ code: 2 })
  expect(wrong.output).toContain('Say whose')
  expect(await stillSignedIn(scene, cookie)).toBe(100)
  const said = await run('end-sign-ins', scene.databaseUrl, ...whose)
  expect(said).toMatchObject({ code: 0 })
  expect(said.output).toContain('1 sign-in ended.')
  expect(await stillSignedIn(scene, cookie)).toBe(0)
})
