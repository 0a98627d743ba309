import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { Client } from 'pg'
import { connectDatabase, type Database } from '@/lib/database/connection'
import { copyEmbedded } from '../setup/embedded'
import { createDatabase } from '../setup/postgres'
import { required } from '../setup/stack'
import { wordsOf } from '../integration/support/database'
import { disconnect, expect, test as base } from '../integration/support/test'

interface Fixtures {
  /** The address of an empty PostgreSQL database of this test alone. */
  url: string
  /** Connects as the portal does at its start. */
  connect: (url: string) => Promise<Database>
}

const MIGRATIONS = 'lib/database/migrations'
const onPostgres = { tag: '@postgres' }

const test = base.extend<Fixtures>({
  url: async ({ stack }, use) => {
    const { url, drop } = await createDatabase(required(stack.postgres, 'PostgreSQL'))
    await use(url)
    await drop()
  },
  connect: async ({}, use) => {
    const connected: Database[] = []
    await use(async (url) => {
      const database = await connectDatabase({ DATABASE_URL: url })
      connected.push(database)
      return database
    })
    for (const database of connected) await disconnect(database)
  },
})

/** Tables, columns, triggers and applied migrations, as text. */
async function shapeOf(url: string): Promise<string> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const parts = [
    `SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
     WHERE table_schema = 'public' ORDER BY 1, 2`,
    `SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1`,
    `SELECT indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1`,
    `SELECT id, hash FROM drizzle.__drizzle_migrations ORDER BY id`,
  ]
  const shapes: unknown[] = []
  for (const part of parts) shapes.push((await client.query(part)).rows)
  await client.end()
  return JSON.stringify(shapes)
}

test(
  'migrating a second time changes nothing and loses nothing',
  onPostgres,
  async ({ url, connect }) => {
    const database = await connect(url)
    await database.execute(`INSERT INTO nicknames VALUES ('AB', 'd', 'Work', now())`)
    const before = await shapeOf(url)
    await connect(url)
    expect(await shapeOf(url)).toBe(before)
    const rows = await database.execute('SELECT nickname FROM nicknames')
    expect(rows).toMatchObject({ rows: [{ nickname: 'Work' }] })
  },
)

// Databases are opened here, on a machine that may be busy.
test.describe.configure({ timeout: 120_000 })

/** The migrations that there are. */
const written = readdirSync(MIGRATIONS).filter((name) => name.endsWith('.sql'))

test(
  'replicas that start together on an empty database migrate it once',
  onPostgres,
  async ({ url, connect }) => {
    await Promise.all(Array.from({ length: 4 }, () => connect(url)))
    const together = await shapeOf(url)
    await connect(url)
    expect(await shapeOf(url)).toBe(together)
    expect(together.match(/"hash":/g)).toHaveLength(written.length)
    expect(together).toContain('audit_entries_append_only')
  },
)

test(
  'a database that can’t be used is refused in words that hold no password @G4',
  onPostgres,
  async ({ url, connect }) => {
    const wrong = new URL(url)
    wrong.password = 'canary-of-a-password'
    const nobody = new URL(url)
    nobody.port = '1'
    const missing = new URL(url)
    missing.pathname = '/no_such_database'
    for (const address of [wrong, nobody, missing]) {
      const failure = await connect(address.href).catch((error: unknown) => error)
      expect(failure).toMatchObject({ name: 'DatabaseStartError' })
      expect(String(failure)).toContain('DATABASE_URL can’t be used')
      expect(wordsOf(failure)).not.toContain('canary')
      expect(wordsOf(failure)).not.toContain(new URL(url).password)
    }
  },
)

/** Sample values, by the type of a column. */
const SAMPLES: Readonly<Record<string, string>> = {
  text: `'a'`,
  jsonb: `'[]'`,
  'timestamp with time zone': `now()`,
  bigint: '1',
  integer: '1',
  boolean: 'true',
  bytea: `'\\x01'`,
}

async function rowsOf(database: Database, text: string): Promise<Record<string, unknown>[]> {
  const { rows } = (await database.execute(sql.raw(text))) as unknown as {
    rows: Record<string, unknown>[]
  }
  return rows
}

/** Every table but the parts of a divided one; those that refer to no other come first. */
async function tablesOf(database: Database): Promise<string[]> {
  const rows = await rowsOf(
    database,
    `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
     AND relkind IN ('r', 'p') AND NOT relispartition
     ORDER BY EXISTS (SELECT FROM pg_constraint WHERE contype = 'f' AND conrelid = pg_class.oid), 1`,
  )
  return rows.map(({ relname }) => String(relname))
}

/** Puts one row into every table that has none. */
async function fill(database: Database): Promise<void> {
  for (const table of await tablesOf(database)) {
    if ((await rowsOf(database, `SELECT 1 FROM ${table}`)).length > 0) continue
    const columns = await rowsOf(
      database,
      `SELECT column_name AS name, data_type AS type FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name = '${table}'`,
    )
    const values = columns.map(({ type }) => SAMPLES[String(type)] ?? `no sample of ${type}`)
    const names = columns.map(({ name }) => `"${name}"`)
    await database.execute(sql.raw(`INSERT INTO ${table} (${names}) VALUES (${values})`))
  }
}

/** All that the tables hold, without a column that only the later migration knows. */
async function contentOf(database: Database): Promise<Record<string, unknown>> {
  const content: Record<string, unknown> = {}
  for (const table of await tablesOf(database))
    content[table] = await rowsOf(
      database,
      `SELECT to_jsonb(t) - 'later' AS row FROM ${table} AS t`,
    )
  return content
}

/** The migrations and one more, in a directory of their own. */
function withLaterMigration(): string {
  const directory = mkdtempSync(join(tmpdir(), 'portal-migrations-'))
  cpSync(MIGRATIONS, directory, { recursive: true })
  const journal = join(directory, 'meta', '_journal.json')
  const { entries, ...rest } = JSON.parse(readFileSync(journal, 'utf8')) as {
    entries: { idx: number; when: number }[]
  }
  const last = entries.at(-1)
  if (!last) throw new Error('there is no baseline')
  const later = { ...last, idx: last.idx + 1, when: last.when + 1, tag: '9999_later' }
  writeFileSync(journal, JSON.stringify({ ...rest, entries: [...entries, later] }))
  const statements = [
    `ALTER TABLE "people" ADD COLUMN "later" text DEFAULT 'none' NOT NULL`,
    `ALTER TABLE "audit_entries" ADD COLUMN "later" text`,
    `CREATE INDEX "people_later" ON "people" ("later")`,
  ]
  writeFileSync(join(directory, '9999_later.sql'), statements.join(';--> statement-breakpoint\n'))
  return directory
}

test('a later migration applies to a filled baseline and loses nothing', async ({
  databaseName,
  stack,
  url,
}) => {
  const isPglite = databaseName === 'pglite'
  const older = mkdtempSync(join(tmpdir(), 'portal-older-'))
  const newer = mkdtempSync(join(tmpdir(), 'portal-newer-'))
  const settings = (directory: string) =>
    isPglite ? { DATA_DIR: directory } : { DATABASE_URL: url }
  const later = withLaterMigration()
  try {
    // Making an embedded database takes long; a made one holds the baseline.
    if (isPglite) copyEmbedded(required(stack.embedded, 'An embedded database'), older)
    const first = await connectDatabase(settings(older))
    await fill(first)
    const before = await contentOf(first)
    expect(Object.values(before).filter((rows) => (rows as unknown[]).length === 0)).toEqual([])
    await disconnect(first)

    // The lock of a directory lasts as long as the process that took it, so the next version gets a copy.
    if (isPglite) cpSync(join(older, 'pglite'), join(newer, 'pglite'), { recursive: true })
    const second = await connectDatabase(settings(newer), later)
    expect(await contentOf(second)).toEqual(before)
    expect(await rowsOf(second, 'SELECT later FROM people')).toEqual([{ later: 'none' }])
    await disconnect(second)
  } finally {
    for (const directory of [later, older, newer]) rmSync(directory, { recursive: true })
  }
})
