// @ts-check
// Starts the built portal in this very process, so that signals and exit codes are the portal's own.
// Needs Node and `.next/standalone`, but no installed packages.
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createFramework, isBuilt, requireFromBuild } from './framework.mjs'
import { createFrontDoor } from './front-door.mjs'
import { requireNode } from './node-version.mjs'
import { LOOPBACK, parsePort, portProblem } from './ports.mjs'
import { SECRET_FILES } from './secret-files.mjs'

requireNode()

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

// The demo and the tests bring a whole configuration; a developer's .env must not mix into it.
if (!process.argv.includes('--without-env-file')) {
  const { loadEnvConfig } = requireFromBuild('@next/env')
  loadEnvConfig(root, false, { info: () => undefined, error: console.error })
}

const port = parsePort(env['PORT'] || '3000')
if (port === null) refuse('PORT is not a port number between 1 and 65535.')

// Not HOSTNAME, which shells and containers set to the name of the machine: the portal would be deaf to localhost.
const host = env['HOST'] || '0.0.0.0'
const hosts = ['0.0.0.0', '::'].includes(host) ? [host, ...LOOPBACK] : [host]
const problem = await portProblem(port, 'PORT', hosts)
if (problem) refuse(problem)
env['PORT'] = String(port)

// The process changes into the folder of the build; an operator means paths as seen from the project.
if (env['DATA_DIR'] || !(env['DATABASE_URL'] || env['DATABASE_URL_FILE']))
  env['DATA_DIR'] = resolve(root, env['DATA_DIR'] || '.data')
for (const name of SECRET_FILES) if (env[name]) env[name] = resolve(root, env[name])

const framework = createFramework(host, port)
// Without a usable address the portal ends by itself, with words, before it answers anything.
const address = env['AUTH_URL']?.trim() ?? ''
const server = createFrontDoor(
  framework.getRequestHandler(),
  new URL(URL.canParse(address) ? address : 'https://portal.invalid'),
  keepAlive(env['KEEP_ALIVE_TIMEOUT']),
)

let isEnding = false
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143 }))
  process.on(signal, () => void end(code))

// Started with an IPC channel, it ends when its starter does, even if that one was killed.
if (process.channel) process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))

console.log(`Starting on ${host}, port ${port}.`)
await framework.prepare()
server.once('error', ({ message }) => refuse(`The portal can't listen: ${message}.`))
server.listen(port, host)

/**
 * How long an idle connection is kept, in milliseconds. An edge that keeps its own for longer needs more than Node's 5 s.
 * @param {string | undefined} value
 */
function keepAlive(value = '') {
  return /^[1-9]\d*$/.test(value) ? { keepAliveTimeout: Number(value) } : {}
}

/**
 * Answers what was begun, takes nothing new, and ends.
 * @param {number} code
 */
async function end(code) {
  if (isEnding) return
  isEnding = true
  await new Promise((resolve) => server.close(resolve))
  await framework.close()
  process.exit(code)
}
