// Shared parts of the operator's commands: arguments, settings, refusals and the database connection.
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type * as nextEnv from '@next/env'
import { ensureMonths } from '@/lib/audit/log/months'
import { connectDatabase, DatabaseStartError, provideDatabase } from '@/lib/database/connection'
import { now } from '@/lib/platform/clock'
import { keepFilesPrivate } from '@/lib/platform/settings/private-files'
import { describeProblems, parseEnvironment, type Environment } from '@/lib/platform/env'
import { FILE_SETTINGS } from '../server/secret-files.mjs'

keepFilesPrivate()

const WITHOUT_ENV_FILE = '--without-env-file'

/** The arguments of the command, without the options that every command accepts. */
export const args: readonly string[] = process.argv
  .slice(2)
  .filter((argument) => argument !== WITHOUT_ENV_FILE)

/** Ends the command before it changes anything. Exit code 2. */
export function refuse(sentence: string): never {
  console.error(sentence)
  process.exit(2)
}

/**
 * Reads the settings like the portal: from the environment, and from `.env` files unless `--without-env-file` is given.
 */
export function readSettings(): Environment {
  const root = fileURLToPath(new URL('..', import.meta.url))
  if (!process.argv.includes(WITHOUT_ENV_FILE)) {
    const packages = createRequire(createRequire(import.meta.url).resolve('next/package.json'))
    const { loadEnvConfig } = packages('@next/env') as typeof nextEnv
    loadEnvConfig(root, false, { info: () => undefined, error: console.error })
  }
  // Relative paths start at the project folder, as in the portal.
  for (const name of FILE_SETTINGS) {
    const file = process.env[name]
    if (file) process.env[name] = resolve(root, file)
  }
  const settings = parseEnvironment(process.env)
  return settings.ok ? settings.value : refuse(describeProblems(settings.error))
}

/** Opens the database. `hint` says what to do if a running portal has locked the embedded database. */
export async function openDatabase(settings: Environment, hint: string): Promise<void> {
  try {
    provideDatabase(await connectDatabase(settings))
  } catch (error) {
    if (!(error instanceof DatabaseStartError)) throw error
    refuse(settings.DATABASE_URL ? error.message : `${error.message}\n${hint}`)
  }
}

/** Opens the database for a command that writes to the audit log. */
export async function openDatabaseToWrite(): Promise<void> {
  await openDatabase(readSettings(), ONE_PROCESS)
  // The months may be missing if no portal has started on this database for a long time.
  await ensureMonths(now())
}

/** The person that the arguments name by issuer and subject. Otherwise the command ends with `usage`. */
export function personOfArguments(usage: string): { issuer: string; subject: string } {
  const [issuer, subject, ...more] = args
  return issuer && subject && more.length === 0 ? { issuer, subject } : refuse(usage)
}

/** “1 removal”, “2 removals”. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** The hint for a command that can't run beside a portal on the embedded database. */
export const ONE_PROCESS =
  'The embedded database has one process at a time: stop the portal, run this, and start it again.'
