import 'server-only'
import { isAbsolute, join, resolve } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { sql } from 'drizzle-orm'
import { drizzle as overNodePostgres, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { migrate as migrateNodePostgres } from 'drizzle-orm/node-postgres/migrator'
import { drizzle as overPglite } from 'drizzle-orm/pglite'
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator'
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import { Pool } from 'pg'
import type { Environment } from '../platform/env'
import { log } from '../platform/log'
import { closeFiles, exposureOf, keepFilesPrivate } from '../platform/settings/private-files'
import { processSingleton } from '../platform/process-singleton'
import { lockDirectory, type DirectoryFault } from './directory-lock'
import { freeBytes, withRoomGuard } from './room'
import * as schema from './schema'

/** One type over both drivers. Use cases don't know which driver runs. */
export type Database = PgDatabase<PgQueryResultHKT, typeof schema>

/** The database can't be used. The message is for the operator. */
export class DatabaseStartError extends Error {
  override name = 'DatabaseStartError'
}

const DEFAULT_DATA_DIR = '.data'
const MEGABYTE = 1024 * 1024
const MIGRATIONS = join(process.cwd(), 'lib', 'database', 'migrations')

/** Opens the configured database and applies the migrations. Throws {@link DatabaseStartError}; nothing is damaged. */
export async function connectDatabase(
  settings: Pick<Environment, 'DATABASE_URL' | 'DATA_DIR'> &
    Partial<Pick<Environment, 'DATA_MIN_FREE_MB'>>,
  migrations = MIGRATIONS,
): Promise<Database> {
  return settings.DATABASE_URL
    ? connectPostgres(settings.DATABASE_URL, migrations)
    : connectPglite(
        settings.DATA_DIR ?? DEFAULT_DATA_DIR,
        (settings.DATA_MIN_FREE_MB ?? 0) * MEGABYTE,
        migrations,
      )
}

async function connectPostgres(url: string, migrations: string): Promise<Database> {
  const pool = new Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 2_000,
    statement_timeout: 2_000,
    // The client gives up by itself, because a server that doesn't answer can't end the statement.
    query_timeout: 2_500,
    keepAlive: true,
    application_name: 'recognize-portal',
  })
  pool.on('error', (err) => log().warn({ err }, 'an idle database connection broke'))
  const database: NodePgDatabase<typeof schema> = overNodePostgres(pool, { schema })
  try {
    await migratePostgresOnce(url, migrations)
  } catch (cause) {
    await pool.end()
    throw new DatabaseStartError(
      'The database named by DATABASE_URL can’t be used: it doesn’t answer, refuses the sign-in, or refused the migration.',
      { cause },
    )
  }
  return database
}

/** Takes a lock, so that replicas that start together migrate one after the other. */
async function migratePostgresOnce(url: string, migrations: string): Promise<void> {
  const pool = new Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 5_000 })
  try {
    await pool.query('SELECT pg_advisory_lock(7063101)')
    await migrateNodePostgres(overNodePostgres(pool), { migrationsFolder: migrations })
  } finally {
    await pool.end()
  }
}

async function connectPglite(
  directory: string,
  leastFree: number,
  migrations: string,
): Promise<Database> {
  const path = isAbsolute(directory) ? directory : resolve(directory)
  keepFilesPrivate()
  const lock = await lockDirectory(path)
  if (!lock.ok)
    throw new DatabaseStartError(`The database directory ${path} ${faultText(lock.error, path)}`)
  try {
    const client = await PGlite.create({ dataDir: join(path, 'pglite') })
    // The files of a new database are open to everybody, whatever the umask says.
    closeFiles(join(path, 'pglite'))
    await migratePglite(overPglite(client), { migrationsFolder: migrations })
    return overPglite(
      withRoomGuard(client, leastFree, () => freeBytes(path)),
      { schema },
    )
  } catch (cause) {
    throw new DatabaseStartError(
      `The embedded database in ${path} can’t be opened. Nothing was changed in it; the log has the cause.`,
      { cause },
    )
  }
}

function faultText(fault: DirectoryFault, path: string): string {
  switch (fault) {
    case 'in-use':
      return 'is in use by another process. Stop that one, or set DATA_DIR to another directory.'
    case 'not-writable':
      return 'can’t be written. Set DATA_DIR to a directory that this user may write.'
    case 'open-to-others':
      return `${exposureOf(path)} (or set DATA_DIR to a directory below it that isn’t there yet).`
  }
}

const provided = () =>
  processSingleton<{ connected: Database | null }>('database', () => ({ connected: null }))

/** Sets the database that {@link database} returns. */
export function provideDatabase(connected: Database): void {
  provided().connected = connected
}

/** Returns the database of this process. Throws before start-up has connected it. */
export function database(): Database {
  const { connected } = provided()
  if (!connected) throw new Error('the database is not connected')
  return connected
}

/** Whether the database answers a query. */
export async function isDatabaseReachable(): Promise<boolean> {
  try {
    await database().execute(sql`select 1`)
    return true
  } catch {
    return false
  }
}
