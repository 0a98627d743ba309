// @ts-check
// `npm run demo`: starts the portal and its stand-ins, from a fresh clone and without any configuration. The service
// answers as its vendor documents it, without the types of the devices. `npm run demo -- --with-types` states them.
import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isBuilt } from '../tools/build-freshness.mjs'
import { ensureInstalled } from '../tools/install-packages.mjs'
import { requireNodeToBuild } from '../server/node-version.mjs'
import { parsePort, portProblem } from '../server/ports.mjs'
import {
  answers,
  bareEnvironment,
  lastLines,
  startProcess,
  untilReady,
} from '../tools/processes.mjs'
import { readCast, recordWhatAppsTold } from './demo-records.mjs'
import { CLIENT_ID, portalSettings } from './portal-settings.mjs'

/** @typedef {import('../tools/processes.mjs').Running} Running */

// The logs and the database of the demo, too, are for nobody else on this machine.
process.umask(0o077)

const WITH_TYPES = '--with-types'
const withTypes = process.argv.includes(WITH_TYPES)

const root = fileURLToPath(new URL('..', import.meta.url))

/** @type {Record<string, string>} */
const DEFAULT_PORTS = {
  PORT: '3000',
  SANDBOX_RECOGNIZE_PORT: '4010',
  SANDBOX_RECOGNIZE_CONTROL_PORT: '4011',
  SANDBOX_OPENID_PORT: '4020',
  SANDBOX_OPENID_CONTROL_PORT: '4021',
  SANDBOX_MAIL_PORT: '4025',
  SANDBOX_MAIL_CONTROL_PORT: '4026',
  SANDBOX_PHONE_PORT: '4030',
}

/** In the order of their start. They end in reverse. @type {Running[]} */
const started = []
let isEnding = false

/**
 * Ends all parts, and then this process. The promise never settles.
 * @param {number} exitCode
 * @param {string} [reason]
 * @returns {Promise<never>}
 */
async function end(exitCode, reason) {
  if (isEnding) return new Promise(() => undefined)
  isEnding = true
  if (reason !== undefined) console.error(`\n${reason}`)
  for (const running of started.toReversed()) await running.stop()
  if (exitCode === 0) console.log('\nThe demo has ended.')
  process.exit(exitCode)
}

/** @param {Parameters<typeof startProcess>[0]} start */
function startPart(start) {
  const running = startProcess(start)
  started.push(running)
  return running
}

/** Ends the demo when this part ends after its start. @param {Running} running */
function endWith(running) {
  void running.ended.then(({ reason }) =>
    end(1, `${running.name} ${reason}, so the demo ends. Its last lines:\n${lastLines(running)}`),
  )
}

/** Chooses free ports. */
async function choosePorts() {
  const settings = Object.entries(DEFAULT_PORTS).map(([name, standard]) => ({
    name,
    value: process.env[name] || standard,
  }))
  for (const { name, value } of settings) {
    const port = parsePort(value)
    const problem = port
      ? await portProblem(port, name)
      : `${name} is not a port number between 1 and 65535.`
    if (problem) await end(1, problem)
  }
  return Object.fromEntries(settings.map(({ name, value }) => [name, value]))
}

/** @param {string} log */
async function ensureBuilt(log) {
  if (isBuilt()) return
  console.log('Building the portal, about a minute …')
  const build = startPart({
    name: 'The build',
    command: [process.execPath, 'deploy/build.mjs'],
    cwd: root,
    env: bareEnvironment(),
    log,
  })
  const { code, reason } = await build.ended
  if (code !== 0) await end(1, `The build ${reason}:\n${lastLines(build)}`)
}

/**
 * @param {Record<string, string>} ports
 * @param {string} url
 * @param {{ recognizeApiKey: string, clientSecret: string }} secrets
 * @param {string} log
 */
async function startSandbox(ports, url, secrets, log) {
  const sandbox = startPart({
    name: 'The sandbox',
    command: [process.execPath, '--import', 'tsx', 'sandbox/main.ts'],
    cwd: root,
    env: {
      ...bareEnvironment(),
      ...ports,
      SANDBOX_PORTAL_URL: url,
      SANDBOX_RECOGNIZE_STATES_TYPE: withTypes ? 'type' : '',
      SANDBOX_RECOGNIZE_API_KEY: secrets.recognizeApiKey,
      SANDBOX_CLIENT_ID: CLIENT_ID,
      SANDBOX_CLIENT_SECRET: secrets.clientSecret,
    },
    lifeline: 'ipc',
    log,
  })
  await untilReady(sandbox, () => sandbox.output().includes('{"ready":true'))
  endWith(sandbox)
}

async function introduction() {
  return (await readCast()).map((person) => `  ${person.givenName.padEnd(6)}${person.situation}`)
}

async function demo() {
  const unknown = process.argv.slice(2).find((argument) => argument !== WITH_TYPES)
  if (unknown !== undefined) await end(1, `The demo knows ${WITH_TYPES}, and not ${unknown}.`)
  const ports = await choosePorts()
  const port = Number(ports['PORT'])
  const url = `http://localhost:${port}`
  // A demo on another port keeps its own files.
  const folder = join('.data', port === 3000 ? 'demo' : `demo-${port}`)
  const inFolder = (/** @type {string} */ name) => join(root, folder, name)
  rmSync(join(root, folder), { recursive: true, force: true })
  mkdirSync(join(root, folder), { recursive: true })

  if (!(await ensureInstalled())) await end(1, 'The packages could not be installed.')
  await ensureBuilt(inFolder('build.log'))

  console.log('Starting the sandbox and the portal …')
  const secrets = {
    authSecret: randomBytes(32).toString('base64url'),
    recognizeApiKey: process.env['SANDBOX_RECOGNIZE_API_KEY'] || 'sandbox-recognize-api-key',
    clientSecret: randomBytes(32).toString('base64url'),
    clientStateKey: randomBytes(32).toString('base64url'),
  }
  await startSandbox(ports, url, secrets, inFolder('sandbox.log'))
  const portal = startPart({
    name: 'The portal',
    command: [process.execPath, 'server/start.mjs', '--without-env-file'],
    cwd: root,
    env: {
      ...bareEnvironment(),
      ...portalSettings({
        port,
        recognizeUrl: `http://localhost:${ports['SANDBOX_RECOGNIZE_PORT']}`,
        issuer: `http://localhost:${ports['SANDBOX_OPENID_PORT']}`,
        phoneUrl: `http://127.0.0.1:${ports['SANDBOX_PHONE_PORT']}`,
        smtpUrl: `smtp://127.0.0.1:${ports['SANDBOX_MAIL_PORT']}`,
        secrets,
      }),
      DATA_DIR: inFolder('database'),
    },
    lifeline: 'ipc',
    log: inFolder('portal.log'),
  })
  await untilReady(portal, () => answers(`${url}/`))
  endWith(portal)
  const control = {
    recognize: `http://localhost:${ports['SANDBOX_RECOGNIZE_CONTROL_PORT']}`,
    openid: `http://localhost:${ports['SANDBOX_OPENID_CONTROL_PORT']}`,
  }
  await recordWhatAppsTold(url, control)

  console.log(
    [
      '',
      `The portal is ready: ${url}`,
      '',
      withTypes
        ? 'The service states the type of each device.'
        : `The service states no types, as its vendor documents it. With them: npm run demo -- ${WITH_TYPES}`,
      '',
      'Choose Sign in there, then one of these people; nobody has a password:',
      ...(await introduction()),
      '',
      'Lost your phone? Play it with Ada, whose backup is stored:',
      `  1. In the portal choose Add a phone, and start.`,
      `  2. Follow the link there, in a private window if you like: it opens the sandbox phone.`,
      `  3. On the phone sign in as Ada, use the code and choose It’s me. Watch the portal.`,
      `  The phone  http://127.0.0.1:${ports['SANDBOX_PHONE_PORT']}`,
      `  Its mail   http://localhost:${ports['SANDBOX_MAIL_CONTROL_PORT']}`,
      '',
      'Is it a phone? Sign in to the portal as Chen. Open the sandbox phone as Chen, choose a phone there, and compare',
      'its code with the list.',
      '',
      'On the phone with Chen, who lost the only one? Sam finds Chen by the external user ID “chen”, and Kim',
      'approves in another window. Chen sees it in the history, and Uma in the trail.',
      '',
      'Control of the sandbox (see sandbox/README.md):',
      `  Recognize  ${control.recognize}`,
      `  OpenID     ${control.openid}`,
      '',
      `The log of the portal is in ${join(folder, 'portal.log')}.`,
      'Every start begins afresh. Ctrl-C ends it.',
    ].join('\n'),
  )
}

requireNodeToBuild()
process.on('SIGINT', () => void end(0))
process.on('SIGTERM', () => void end(0))
process.on('SIGHUP', () => void end(0))
demo().catch((error) => end(1, error instanceof Error ? error.message : String(error)))
