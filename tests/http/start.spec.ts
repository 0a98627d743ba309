import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { freePort } from '../../tools/free-port.mjs'
import { answers, untilReady } from '../../tools/processes.mjs'
import { expect, test } from '../fixtures/test'
import { copyEmbedded } from '../setup/embedded'
import { launchPortal, settingsFor, startPortal } from '../setup/portal'
import { createDatabase } from '../setup/postgres'
import { readStack, required } from '../setup/stack'
import { builtAction } from './built'
import { formOf } from './post-action'

/** Starts a portal that must not come up, and gives its exit code and words. */
async function refusedStart(settings: Record<string, string>, folder: string) {
  const log = join(folder, 'refused.log')
  const portal = launchPortal(settings, log)
  const { code } = await portal.ended
  return { code, words: readFileSync(log, 'utf8') }
}

async function goodSettings(folder: string): Promise<Record<string, string>> {
  const { sandbox, secrets } = readStack()
  const where = { port: await freePort(), secrets, sandbox: required(sandbox, 'The sandbox') }
  return { ...settingsFor(where), DATA_DIR: join(folder, 'data') }
}

test('a portal without configuration lists all that is missing at once, and ends with 1 @G4', async ({
  folder,
}) => {
  const { code, words } = await refusedStart({ PORT: String(await freePort()) }, folder)
  expect(code).toBe(1)
  for (const name of [
    'AUTH_URL',
    'AUTH_SECRET',
    'AUTH_OIDC_ISSUER',
    'AUTH_OIDC_CLIENT_ID',
    'AUTH_OIDC_CLIENT_SECRET',
    'RECOGNIZE_API_URL',
    'RECOGNIZE_API_KEY',
  ])
    expect(words).toContain(name)
})

test('malformed values are named without being printed @G4', async ({ folder }) => {
  const { code, words } = await refusedStart(
    {
      ...(await goodSettings(folder)),
      AUTH_SECRET: 'too-short-canary',
      RECOGNIZE_API_URL: 'https://user:canary@api.example.com/v2',
      DATABASE_URL: 'mysql://canary',
    },
    folder,
  )
  expect(code).toBe(1)
  for (const name of ['AUTH_SECRET', 'RECOGNIZE_API_URL', 'DATABASE_URL'])
    expect(words).toContain(name)
  expect(words).not.toContain('canary')
})

test('a port that is taken is named, with the setting that changes it', async ({ folder }) => {
  const settings = await goodSettings(folder)
  const taken = createServer().listen(Number(settings['PORT']), 'localhost')
  await new Promise((resolve) => taken.once('listening', resolve))
  const { code, words } = await refusedStart(settings, folder)
  taken.close()
  expect(code).toBe(1)
  expect(words).toContain(String(settings['PORT']))
  expect(words).toContain('PORT')
  expect(existsSync(join(folder, 'data'))).toBe(false)
})

test('a data directory that can not be written is named, and nothing is left behind', async ({
  folder,
}) => {
  // A file where the directory should be stops root as well.
  const blocked = join(folder, 'blocked')
  writeFileSync(blocked, '')
  chmodSync(blocked, 0o400)
  const { code, words } = await refusedStart(
    { ...(await goodSettings(folder)), DATA_DIR: join(blocked, 'data') },
    folder,
  )
  expect(code).toBe(1)
  expect(words).toContain('can’t be written')
  expect(words).toContain('DATA_DIR')
})

test('under umask 000 the portal makes nothing that others can read, and refuses what they can @G4 @G8', async ({
  folder,
}) => {
  const settings = await goodSettings(folder)
  const data = join(folder, 'data')
  copyEmbedded(required(readStack().embedded, 'An embedded database'), data)
  chmodSync(data, 0o755)
  const { code, words } = await refusedStart(settings, folder)
  expect(code).toBe(1)
  expect(words).toContain(`chmod go= '${data}'`)
  chmodSync(data, 0o700)
  const known = new Set(readdirSync(data, { recursive: true, encoding: 'utf8' }))
  const umask = process.umask(0)
  const portal = launchPortal(settings, join(folder, 'portal.log'))
  process.umask(umask)
  try {
    await untilReady(portal, () => answers(`http://localhost:${settings['PORT']}/`))
  } finally {
    await portal.stop()
  }
  const made = readdirSync(data, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !known.has(name),
  )
  expect(made).toContain('portal.lock')
  expect(made.filter((name) => (statSync(join(data, name)).mode & 0o077) !== 0)).toEqual([])
})

test('a database server that does not answer stops the start with words @G4', async ({
  folder,
}) => {
  const { DATA_DIR: _, ...settings } = await goodSettings(folder)
  const { code, words } = await refusedStart(
    {
      ...settings,
      DATABASE_URL: `postgres://portal:canary@127.0.0.1:${await freePort()}/portal`,
    },
    folder,
  )
  expect(code).toBe(1)
  expect(words).toContain('DATABASE_URL')
  expect(words).not.toContain('canary')
})

test('with the provider out of reach the start page answers, and the sign-in says so; on https every cookie is bound to the host @A8 @B7', async ({
  folder,
}) => {
  const { sandbox, secrets, postgres } = readStack()
  const database = await createDatabase(required(postgres, 'PostgreSQL'))
  const origin = 'https://devices.example.com'
  const portal = await startPortal({
    port: await freePort(),
    sandbox: required(sandbox, 'The sandbox'),
    secrets,
    settings: {
      DATABASE_URL: database.url,
      AUTH_URL: origin,
      AUTH_OIDC_ISSUER: `https://localhost:${await freePort()}`,
    },
    log: join(folder, 'portal.log'),
  })
  try {
    const { url } = portal.address
    expect(await (await fetch(url)).text()).toContain('Sign in')
    const post = async (name: string, fields: Record<string, string>) => {
      const body = formOf({ [`$ACTION_ID_${builtAction(name).id}`]: '', ...fields })
      return fetch(url, { method: 'POST', headers: { origin }, body, redirect: 'manual' })
    }
    const theme = await post('preferences.chooseThemeAction', { theme: 'dark' })
    const started = await post('sign-in.signInAction', { return: '/devices' })
    const { pathname, search } = new URL(started.headers.get('location') ?? '', url)
    const told = await (await fetch(url + pathname + search)).text()
    expect(told).toContain('The sign-in service doesn’t answer')
    expect(told).toContain('Back to the start')
    const cookies = [...theme.headers.getSetCookie(), ...started.headers.getSetCookie()]
    expect(cookies.length).toBeGreaterThan(0)
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-portal\.[a-z-]+=/)
      const attributes = cookie.split('; ').slice(1)
      for (const must of ['Secure', 'HttpOnly', 'SameSite=lax', 'Path=/'])
        expect(attributes.map((one) => one.toLowerCase())).toContain(must.toLowerCase())
      expect(cookie).not.toMatch(/;\s*domain=/i)
      expect(cookie.length).toBeLessThan(4096)
    }
  } finally {
    await portal.stop()
    await database.drop()
  }
})

test('a portal changes nothing of Node’s HTTP; told to end, it answers what it began and takes nothing new @F2', async ({
  folder,
}) => {
  const settings = await goodSettings(folder)
  copyEmbedded(required(readStack().embedded, 'An embedded database'), join(folder, 'data'))
  const port = Number(settings['PORT'])
  const frozen = new URL('../setup/frozen-http.mjs', import.meta.url)
  const log = join(folder, 'portal.log')
  const portal = launchPortal({ ...settings, NODE_OPTIONS: `--import=${frozen.href}` }, log)
  try {
    await untilReady(portal, () => answers(`http://localhost:${port}/`))
    const socket = connect(port, '127.0.0.1')
    const answer = text(socket)
    socket.write(
      'POST /api/reports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/csp-report\r\n' +
        'Content-Length: 2\r\nExpect: 100-continue\r\n\r\n{',
    )
    // The portal has begun when it says `100 Continue`.
    await new Promise((resolve) => socket.once('data', resolve))
    portal.child.kill('SIGTERM')
    const isOpen = () =>
      new Promise<boolean>((resolve) => {
        const other = connect(port, '127.0.0.1')
        other.on('connect', () => resolve(other.destroy() === other))
        other.on('error', () => resolve(false))
      })
    await expect.poll(isOpen).toBe(false)
    socket.write('}')
    expect(await answer).toMatch(/^HTTP\/1\.1 100 [^]*\r\n\r\nHTTP\/1\.1 400 /)
    expect((await portal.ended).code).toBe(143)
    expect(readFileSync(log, 'utf8')).toContain('changed in node:http: nothing')
  } finally {
    await portal.stop()
  }
})
