// What the operator's commands have in common: how they are configured, how they refuse, how they open the database.
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type * as nextEnv from '@next/env'
import { connectDatabase, DatabaseStartError, provideDatabase } from '@/lib/database/connection'
import { describeProblems, parseEnvironment, type Environment } from '@/lib/platform/env'
import { SECRET_FILES } from '../server/secret-files.mjs'

const WITHOUT_ENV_FILE = '--without-env-file'

/** What stands after the command's name, but for what every command understands. */
export const args: readonly string[] = process.argv
  .slice(2)
  .filter((argument) => argument !== WITHOUT_ENV_FILE)

/** Ends the command before it has begun: exit code 2. */
export function refuse(sentence: string): never {
  console.error(sentence)
  process.exit(2)
}

/** The settings as the portal reads them: from the environment, and from `.env` files unless told otherwise. */
export function readSettings(): Environment {
  const root = fileURLToPath(new URL('..', import.meta.url))
  if (!process.argv.includes(WITHOUT_ENV_FILE)) {
    const packages = createRequire(createRequire(import.meta.url).resolve('next/package.json'))
    const { loadEnvConfig } = packages('@next/env') as typeof nextEnv
    loadEnvConfig(root, false, { info: () => undefined, error: console.error })
  }
  // As for the portal itself: an operator means paths as seen from the project.
  for (const name of SECRET_FILES) {
    const file = process.env[name]
    if (file) process.env[name] = resolve(root, file)
  }
  const settings = parseEnvironment(process.env)
  return settings.ok ? settings.value : refuse(describeProblems(settings.error))
}

/** Opens the database; `hint` says what to do where a portal keeps the embedded one for itself. */
export async function openDatabase(settings: Environment, hint: string): Promise<void> {
  try {
    provideDatabase(await connectDatabase(settings))
  } catch (error) {
    if (!(error instanceof DatabaseStartError)) throw error
    refuse(settings.DATABASE_URL ? error.message : `${error.message}\n${hint}`)
  }
}

/** What to do with a command that a running portal on the embedded database keeps out. */
export const ONE_PROCESS =
  'The embedded database has one process at a time: stop the portal, run this, and start it again.'
