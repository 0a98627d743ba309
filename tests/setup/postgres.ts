import { randomUUID } from 'node:crypto'
import { chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { freePort } from '../../tools/free-port.mjs'
import { bareEnvironment, runToEnd, startProcess, untilReady } from '../../tools/processes.mjs'
import { postgresPrograms } from './postgres-programs'
import type { PostgresAddress } from './stack'

const USER = 'portal'

/**
 * PostgreSQL knows no lifeline. This shell does: when its standard input closes, because the tests end or were killed,
 * it tells the server to end without waiting for clients.
 */
const WITH_LIFELINE = 'exec 3<&0; "$@" & server=$!; { cat <&3; kill -INT $server; } & wait $server'

/** PostgreSQL refuses to run as root. */
function unprivilegedUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const user = ['postgres', 'nobody']
    .map((name) => users.find(([found]) => found === name))
    .find(Boolean)
  if (!user)
    throw new Error('PostgreSQL refuses to run as root, and there is no user postgres or nobody.')
  return { uid: Number(user[2]), gid: Number(user[3]) }
}

/** Starts a throw-away server within the folder; durability is off. */
export async function startPostgres(folder: string, log: string, password: string) {
  const programs = await postgresPrograms()
  const user = unprivilegedUser()
  mkdirSync(folder, { recursive: true })
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password)
  if (user.uid !== undefined && user.gid !== undefined)
    for (const path of [folder, passwordFile]) chownSync(path, user.uid, user.gid)

  const data = join(folder, 'data')
  const common = { cwd: folder, env: bareEnvironment(), log, ...user }
  const initialise = [
    programs.initdb,
    '--pgdata',
    data,
    '--username',
    USER,
    '--pwfile',
    passwordFile,
  ]
  const code = await runToEnd({
    ...common,
    name: 'initdb',
    command: [...initialise, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync'],
  })
  if (code !== 0) throw new Error(`initdb failed:\n${readFileSync(log, 'utf8')}`)

  const port = await freePort()
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = startProcess({
    ...common,
    name: 'PostgreSQL',
    command: ['sh', '-c', WITH_LIFELINE, 'sh', programs.postgres, '-D', data, ...options],
    lifeline: 'stdin',
  })
  const address: PostgresAddress = {
    url: `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`,
    log,
  }
  await untilReady(server, () => isAccepting(address.url))
  return { address, stop: server.stop }
}

async function isAccepting(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  // The server may cut the line while it starts, after the attempt has already failed.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function query(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Lets the server write every statement into its log while `work` runs. */
export async function whileLoggingStatements(
  server: PostgresAddress,
  work: () => Promise<void>,
): Promise<void> {
  const set = async (value: string) => {
    await query(server.url, `ALTER SYSTEM SET log_statement = '${value}'`)
    await query(server.url, 'SELECT pg_reload_conf()')
  }
  await set('all')
  try {
    await work()
  } finally {
    await set('none')
  }
}

/** An empty database of its own for one test. */
export async function createDatabase(server: PostgresAddress) {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await query(server.url, `CREATE DATABASE ${name}`)
  const url = new URL(server.url)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => query(server.url, `DROP DATABASE ${name} WITH (FORCE)`) }
}
