import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../tools/free-port.mjs'
import { bareEnvironment, runToEnd } from '../../tools/processes.mjs'
import { phoneRow } from '../builders/rows'
import { formWith, hiddenFields } from '../fixtures/forms'
import { People } from '../fixtures/people'
import { openIdControl, recognizeControl } from '../fixtures/sandbox-client'
import { startPortal } from '../setup/portal'
import { createDatabase } from '../setup/postgres'
import { startSandbox } from '../setup/sandbox'
import { readStack, required } from '../setup/stack'
import { expect, test } from '../fixtures/test'
import { builtActions } from './built'
import { cookieOf } from './surface-test'

const root = fileURLToPath(new URL('../..', import.meta.url))
const NOT_COPIED = /^(\.next|\.git|\.data|test-results|playwright-report)$/

/** Builds the portal in a folder of its own, as for the next deployment; gives the ids of its actions. */
async function build(folder: string, settings: Record<string, string>): Promise<string[]> {
  const command = [process.execPath, 'deploy/build.mjs']
  const env = { ...bareEnvironment(), ...settings }
  const log = join(folder, '..', 'build.log')
  const code = await runToEnd({ name: 'The build', command, cwd: folder, env, log })
  expect(code, readFileSync(log, 'utf8').slice(-2_000)).toBe(0)
  const manifest = join(folder, '.next/standalone/.next/server/server-reference-manifest.json')
  const { node } = JSON.parse(readFileSync(manifest, 'utf8')) as { node: object }
  return Object.keys(node).toSorted()
}

const buildIdOf = (folder: string) =>
  readFileSync(join(folder, '.next/standalone/.next/BUILD_ID'), 'utf8')

test('a page of one build is answered by the next: with the same key the removal is done, with another it is not, in words @nightly', async ({
  request,
}) => {
  test.setTimeout(900_000)
  const parent = mkdtempSync(join(tmpdir(), 'portal-builds-'))
  const next = join(parent, 'next')
  const undo: (() => unknown)[] = [() => rmSync(parent, { recursive: true, force: true })]
  try {
    cpSync(root, next, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !NOT_COPIED.test(path.slice(root.length)),
    })
    const ids = builtActions().map(({ id }) => id)
    expect(await build(next, {}), 'the ids of the next build').toEqual(ids.toSorted())
    expect(buildIdOf(next)).not.toBe(buildIdOf(root))

    const { secrets, postgres } = readStack()
    const port = await freePort()
    const url = `http://localhost:${port}`
    const sandbox = await startSandbox({
      portalUrls: [url],
      secrets,
      log: join(parent, 'sandbox.log'),
    })
    undo.unshift(sandbox.stop)
    const database = await createDatabase(required(postgres, 'PostgreSQL'))
    undo.unshift(database.drop)
    const start = async (folder: string) => {
      const settings = { DATABASE_URL: database.url }
      const log = join(parent, 'portal.log')
      const addresses = { sandbox: sandbox.addresses, secrets }
      const portal = await startPortal({ port, ...addresses, settings, log, folder })
      undo.unshift(portal.stop)
      return portal
    }
    const recognize = recognizeControl(sandbox.addresses.recognize.control)
    const people = new People(recognize, openIdControl(sandbox.addresses.openid.control))
    const person = await people.create({
      rows: (userId) => [1, 2, 3].map(() => phoneRow({ userId })),
    })

    const first = await start(root)
    const headers = { cookie: await cookieOf(request, url, person), origin: url }
    const html = await (await fetch(`${url}/devices`, { headers })).text()
    const [one = '', two = ''] = new Set(html.match(/\/devices\/[\w-]+\/remove/g))
    /** The removal as the page of the present build would send it. */
    const filledIn = async (path: string) => {
      const page = await (await fetch(url + path, { headers })).text()
      const form = new FormData()
      for (const [name, value] of hiddenFields(formWith(page, 'name="reason"') ?? ''))
        form.append(name, value)
      form.set('reason', 'lost')
      return form
    }
    /** A redirect that takes the form along is followed here: `fetch` would write it anew, and keep the old boundary. */
    const send = async (path: string, body: FormData): Promise<Response> => {
      const sent = { method: 'POST', headers, body } as const
      const answer = await fetch(url + path, { ...sent, redirect: 'manual' })
      const location = new URL(answer.headers.get('location') ?? path, url)
      return answer.status === 307 ? fetch(location, sent) : fetch(location, { headers })
    }
    const deletes = async () =>
      (await recognize.journal({ userId: person.userId })).filter(
        ({ method }) => method === 'DELETE',
      ).length
    const forms = [await filledIn(one), await filledIn(two)] as const
    await first.stop()

    const second = await start(next)
    expect((await send(one, forms[0])).url).toContain('/receipts/')
    expect(await deletes()).toBe(1)
    await second.stop()

    const key = Buffer.alloc(32, 'another').toString('base64')
    const others = await build(next, { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: key })
    expect(others.filter((id) => ids.includes(id))).toEqual([])
    await start(next)
    const answer = await send(two, forms[1])
    const text = await answer.text()
    expect(text).toContain('This page is older than the portal. Nothing was done.')
    expect(text).toContain('What you had chosen is kept.')
    expect(await deletes()).toBe(1)
    const again = `${two}?draft=${new URL(answer.url).searchParams.get('draft')}`
    expect((await send(again, await filledIn(again))).url).toContain('/receipts/')
    expect(await deletes()).toBe(2)
  } finally {
    for (const one of undo) await one()
  }
})
