import { chmodSync, chownSync, cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { answers, bareEnvironment, startProcess, untilReady } from '../../tools/processes.mjs'
import { freePort } from '../../tools/free-port.mjs'
import { expect, test } from '../fixtures/test'
import { settingsFor } from '../setup/portal'
import { readStack, required } from '../setup/stack'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Nobody: whom nothing belongs to. */
const NOBODY = 65_534

/** What `deploy/Dockerfile` copies into the image that runs: from where in the project, and to where. */
function copied(): (readonly [from: string, to: string])[] {
  const [, image = ''] = readFileSync(join(root, 'deploy/Dockerfile'), 'utf8').split(/AS portal\n/)
  return [...image.matchAll(/^COPY (.+)$/gm)].flatMap(([, line = '']) => {
    const names = line.split(' ').filter((name) => !name.startsWith('--'))
    const to = names.pop() ?? ''
    return names.map((name) => {
      const from = name.replace(/^\/portal\//, '')
      return [from, to.endsWith('/') ? join(to, from.replace(/^.*\//, '')) : to] as const
    })
  })
}

function makeReadOnly(path: string): void {
  for (const entry of readdirSync(path, { withFileTypes: true, recursive: true }))
    if (!entry.isSymbolicLink())
      chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o555 : 0o444)
  chmodSync(path, 0o555)
}

test('what the image holds runs as a user without rights who may write to its data alone @K4 @nightly', async ({
  request,
  folder,
}) => {
  const [image, data] = [join(folder, 'image'), join(folder, 'data')]
  const log = join(folder, 'log')
  chmodSync(folder, 0o755)
  for (const [from, to] of copied()) {
    mkdirSync(dirname(join(image, to)), { recursive: true })
    cpSync(join(root, from), join(image, to), { recursive: true, verbatimSymlinks: true })
  }
  makeReadOnly(image)
  mkdirSync(data, { mode: 0o700 })
  const isRoot = process.getuid?.() === 0
  if (isRoot) chownSync(data, NOBODY, NOBODY)

  const { sandbox, secrets } = readStack()
  const port = await freePort()
  const portal = startProcess({
    name: 'The portal of the image',
    command: [process.execPath, 'server/start.mjs', '--without-env-file'],
    cwd: image,
    env: {
      ...bareEnvironment(),
      ...settingsFor({ port, secrets, sandbox: required(sandbox, 'The sandbox') }),
      DATA_DIR: data,
    },
    lifeline: 'ipc',
    log,
    ...(isRoot && { uid: NOBODY, gid: NOBODY }),
  })
  try {
    const address = `http://localhost:${port}`
    await untilReady(portal, () => answers(`${address}/`))
    const start = await request.get(address)
    expect(start.status()).toBe(200)
    const [script = ''] = /\/_next\/static\/[^"]+\.js/.exec(await start.text()) ?? []
    for (const path of [script, '/favicon.ico', '/api/health/ready'])
      expect((await request.get(`${address}${path}`)).status(), path).toBe(200)
    expect((await request.get(`${address}/nothing`)).status()).toBe(404)
    expect(readdirSync(data)).not.toEqual([])
    expect(readFileSync(log, 'utf8')).not.toMatch(/EACCES|EROFS|EPERM|"level":"(error|fatal)"/)
  } finally {
    await portal.stop()
  }
})
