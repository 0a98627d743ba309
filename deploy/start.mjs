// @ts-check
// Starts the built portal in this very process, so that signals and exit codes are the portal's own.
// Needs Node and `.next/standalone`, but no installed packages.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { standBefore } from './front-door/front-door.mjs'
import { requireNode } from './node-version.mjs'
import { SECRET_FILES } from './secret-files.mjs'
import { LOOPBACK, parsePort, portProblem } from './ports.mjs'

requireNode()

const root = fileURLToPath(new URL('..', import.meta.url))
const server = resolve(root, '.next/standalone/server.js')
const { env } = process

/**
 * @param {string} sentence
 * @returns {never}
 */
function refuse(sentence) {
  console.error(sentence)
  process.exit(1)
}

if (!existsSync(server)) refuse('The portal is not built yet: run npm run build.')

Object.assign(env, { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' })

// The demo and the tests bring a whole configuration; a developer's .env must not mix into it.
if (!process.argv.includes('--without-env-file')) {
  const { loadEnvConfig } = createRequire(server)('@next/env')
  loadEnvConfig(root, false, { info: () => undefined, error: console.error })
}

const port = parsePort(env['PORT'] || '3000')
if (port === null) refuse('PORT is not a port number between 1 and 65535.')

// Not HOSTNAME, which shells and containers set to the name of the machine: the portal would be deaf to localhost.
const host = env['HOST'] || '0.0.0.0'
const hosts = ['0.0.0.0', '::'].includes(host) ? [host, ...LOOPBACK] : [host]
const problem = await portProblem(port, 'PORT', hosts)
if (problem) refuse(problem)
Object.assign(env, { PORT: String(port), HOSTNAME: host })

// The server changes into its own folder; an operator means paths as seen from the project.
if (env['DATA_DIR'] || !(env['DATABASE_URL'] || env['DATABASE_URL_FILE']))
  env['DATA_DIR'] = resolve(root, env['DATA_DIR'] || '.data')
for (const name of SECRET_FILES) if (env[name]) env[name] = resolve(root, env[name])

// Started with an IPC channel, it ends when its starter does, even if that one was killed.
if (process.channel) process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))

// Without a usable address the portal ends by itself, with words, before it answers anything.
const address = env['AUTH_URL']?.trim() ?? ''
const frontDoor = standBefore(new URL(URL.canParse(address) ? address : 'https://portal.invalid'))
await import(pathToFileURL(server).href)
if (!frontDoor.isInPlace()) refuse('The server did not start behind its front door.')
