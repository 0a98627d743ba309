import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { readSettings } from './settings'
import { standInMessage, type Addresses } from './stand-in'

/** The extension of this file and of the stand-ins: that of sources or of compiled files. */
const ENDING = import.meta.url.split('.').at(-1)

process.umask(0o077)

const children: ChildProcess[] = []
let ending = false

async function end(exitCode: number, reason?: string): Promise<void> {
  if (ending) return
  ending = true
  if (reason !== undefined) console.error(reason)
  const running = children.filter((child) => child.exitCode === null && child.signalCode === null)
  const exits = running.map((child) => once(child, 'exit'))
  for (const child of running) child.kill('SIGTERM')
  await Promise.all(exits)
  process.exit(exitCode)
}

function start(
  name: 'recognize' | 'openid' | 'mail' | 'phone',
  settings: Record<string, string | undefined> = {},
): Promise<Addresses> {
  const file = fileURLToPath(new URL(`./${name}/main.${ENDING}`, import.meta.url))
  // The children write to stderr only, because stdout carries only the ready line.
  const child = fork(file, {
    stdio: ['ignore', 2, 2, 'ipc'],
    env: { ...process.env, ...settings },
  })
  children.push(child)
  child.on('exit', (code, signal) => {
    void end(1, `The ${name} stand-in ended unexpectedly (${signal ?? `exit code ${code}`}).`)
  })
  return new Promise((resolve) => {
    child.on('message', (received) => {
      const message = standInMessage.parse(received)
      if ('failed' in message) void end(1, message.failed)
      else resolve(message.ready)
    })
  })
}

process.on('SIGTERM', () => void end(0))
process.on('SIGINT', () => void end(0))
process.on('disconnect', () => void end(0))

try {
  readSettings(process.env)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

const [recognize, openid, mail] = await Promise.all([
  start('recognize'),
  start('openid'),
  start('mail'),
])
const phone = await start('phone', {
  SANDBOX_PHONE_ISSUER: openid['issuer'],
  SANDBOX_PHONE_SDK: recognize['control'],
})
console.log(JSON.stringify({ ready: true, recognize, openid, mail, phone }))
