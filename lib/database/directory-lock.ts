import 'server-only'
import {
  accessSync,
  constants,
  mkdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { sha256 } from '../platform/crypto'
import { exposureOf } from '../platform/settings/private-files'
import { fail, succeed, type Result } from '../platform/result'

const BEAT_MS = 5_000
const STALE_MS = 20_000

export type DirectoryFault = 'not-writable' | 'in-use' | 'open-to-others'

/**
 * Locks the database directory until this process ends. The embedded database does not notice a second process on its
 * files, and then loses committed rows. Every process must therefore take this lock first. There are two guards. An
 * abstract socket guards against processes on this host, and the kernel frees it when the process dies. A file with a
 * heartbeat guards against other hosts and containers that share the volume.
 */
export async function lockDirectory(directory: string): Promise<Result<void, DirectoryFault>> {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    if (exposureOf(directory) !== null) return fail('open-to-others')
    accessSync(directory, constants.W_OK | constants.X_OK)
  } catch {
    return fail('not-writable')
  }
  if (process.platform === 'linux' && !(await listen(abstractName(directory))))
    return fail('in-use')
  return beat(join(directory, 'portal.lock'))
}

function abstractName(directory: string): string {
  const { dev, ino } = statSync(directory)
  return `\0recognize-portal-${sha256(`${dev}:${ino}`).toString('hex')}`
}

function listen(path: string): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen({ path, exclusive: true }, () => {
      server.unref()
      resolve(true)
    })
  })
}

function beat(path: string): Result<void, DirectoryFault> {
  const owner = `${hostname()} ${process.pid}`
  try {
    if (isHeldElsewhere(path, owner)) return fail('in-use')
    writeFileSync(path, owner)
  } catch {
    return fail('not-writable')
  }
  const timer = setInterval(() => {
    const now = new Date()
    try {
      utimesSync(path, now, now)
    } catch {
      // The directory is gone or read-only. The next query reports that.
      clearInterval(timer)
    }
  }, BEAT_MS)
  timer.unref()
  return succeed(undefined)
}

function isHeldElsewhere(path: string, owner: string): boolean {
  const file = statSync(path, { throwIfNoEntry: false })
  if (!file || Date.now() - file.mtimeMs > STALE_MS) return false
  const [host, pid] = readFileSync(path, 'utf8').split(' ')
  if (`${host} ${pid}` === owner) return false
  return host !== hostname() || isAlive(Number(pid))
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
