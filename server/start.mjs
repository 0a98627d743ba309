// @ts-check
// Starts the built portal in this process, so that its signals and exit codes are those of the portal.
// Needs Node and `.next/standalone`, but no installed packages.
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { certificateGuard } from './client-certificate.mjs'
import { createFramework, isBuilt, requireFromBuild, STATIC_FILES } from './framework.mjs'
import { createFrontDoor } from './front-door.mjs'
import { requireNode } from './node-version.mjs'
import { LOOPBACK, parsePort, portProblem } from './ports.mjs'
import { FILE_SETTINGS } from './secret-files.mjs'
import { withStaticFiles } from './static-files.mjs'

requireNode()

// Whatever the portal makes is its own: the database's files above all.
process.umask(0o077)

const root = fileURLToPath(new URL('..', import.meta.url))
const { env } = process

/**
 * @param {string} sentence
 * @returns {never}
 */
function refuse(sentence) {
  console.error(sentence)
  process.exit(1)
}

if (!isBuilt()) refuse('The portal is not built yet: run npm run build.')

Object.assign(env, { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' })

// The demo and the tests have a complete configuration. A developer's .env must not mix into it.
if (!process.argv.includes('--without-env-file')) {
  const { loadEnvConfig } = requireFromBuild('@next/env')
  const { loadedEnvFiles } = loadEnvConfig(root, false, {
    info: () => undefined,
    error: console.error,
  })
  // For trials on this machine an open file will do, as weak secrets do.
  const open = /** @type {{ path: string }[]} */ (loadedEnvFiles).find(
    ({ path }) => (statSync(resolve(root, path)).mode & 0o077) !== 0,
  )
  if (open && env['AUTH_URL']?.startsWith('https:'))
    refuse(
      `The file ${open.path} holds secrets, and is open to other users: chmod go= ${open.path}`,
    )
}

const port = parsePort(env['PORT'] || '3000')
if (port === null) refuse('PORT is not a port number between 1 and 65535.')

// HOSTNAME is unsuitable: shells and containers set it to the machine's name, and the portal would not answer on
// localhost.
const host = env['HOST'] || '0.0.0.0'
const hosts = ['0.0.0.0', '::'].includes(host) ? [host, ...LOOPBACK] : [host]
const problem = await portProblem(port, 'PORT', hosts)
if (problem) refuse(problem)
env['PORT'] = String(port)

// The process changes into the build folder, but an operator's paths are relative to the project.
if (env['DATA_DIR'] || !(env['DATABASE_URL'] || env['DATABASE_URL_FILE']))
  env['DATA_DIR'] = resolve(root, env['DATA_DIR'] || '.data')
for (const name of FILE_SETTINGS) if (env[name]) env[name] = resolve(root, env[name])

const framework = createFramework(host, port)
// Without a usable address the portal ends by itself with an explanation, before it answers anything.
const address = env['AUTH_URL']?.trim() ?? ''
const server = createFrontDoor(
  withStaticFiles(STATIC_FILES, framework.getRequestHandler()),
  new URL(URL.canParse(address) ? address : 'https://portal.invalid'),
  {
    limits: keepAlive(env['KEEP_ALIVE_TIMEOUT']),
    admitPost,
    guard: certificateGuard(
      env['API_CLIENT_CERTIFICATE_HEADER'],
      env['API_CLIENT_CERTIFICATE_PROXIES'],
    ),
  },
)

let isEnding = false
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143 }))
  process.on(signal, () => void end(code))

// With an IPC channel this process ends together with its parent, even if the parent was killed.
if (process.channel) process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))

console.log(`Starting on ${host}, port ${port}.`)
await framework.prepare()
server.once('error', ({ message }) => refuse(`The portal can't listen: ${message}.`))
server.listen(port, host)

/**
 * Asks the portal's own budget (lib/web/post-budget.ts). The portal makes it when it starts, in this process and under this
 * name.
 * @type {import('./front-door.mjs').PostAdmission}
 */
function admitPost(post) {
  /** @type {{ admit: import('./front-door.mjs').PostAdmission } | undefined} */
  const budget = Reflect.get(globalThis, Symbol.for('recognize-portal.post-budget'))
  return budget?.admit(post) ?? null
}

/**
 * The lifetime of an idle connection, in milliseconds. It must exceed the edge's own, and Node's 5 s may be too short.
 * @param {string | undefined} value
 */
function keepAlive(value = '') {
  return /^[1-9]\d*$/.test(value) ? { keepAliveTimeout: Number(value) } : {}
}

/**
 * Finishes the current requests, accepts no new ones, and ends.
 * @param {number} code
 */
async function end(code) {
  if (isEnding) return
  isEnding = true
  await new Promise((resolve) => server.close(resolve))
  await framework.close()
  process.exit(code)
}
