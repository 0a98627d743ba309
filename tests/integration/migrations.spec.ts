import { readdirSync } from 'node:fs'
import { expect, test as base } from '@playwright/test'
import { Client } from 'pg'
import { connectDatabase, type Database } from '@/lib/database/connection'
import { useEnvironment } from '../builders/environment'
import { createDatabase } from '../setup/postgres'
import { readStack, required } from '../setup/stack'
import { wordsOf } from './support/database'
import { disconnect } from './support/test'

interface Fixtures {
  /** The address of an empty PostgreSQL database of this test alone. */
  url: string
  /** Connects as the portal does at its start. */
  connect: (url: string) => Promise<Database>
}

const test = base.extend<Fixtures>({
  url: async ({}, use) => {
    useEnvironment()
    const { url, drop } = await createDatabase(required(readStack().postgres, 'PostgreSQL'))
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

test('migrating a second time changes nothing and loses nothing', async ({ url, connect }) => {
  const database = await connect(url)
  await database.execute(`INSERT INTO nicknames VALUES ('AB', 'd', 'Work', now())`)
  const before = await shapeOf(url)
  await connect(url)
  expect(await shapeOf(url)).toBe(before)
  const rows = await database.execute('SELECT nickname FROM nicknames')
  expect(rows).toMatchObject({ rows: [{ nickname: 'Work' }] })
})

/** The migrations that there are. */
const written = readdirSync('lib/database/migrations').filter((name) => name.endsWith('.sql'))

test('replicas that start together on an empty database migrate it once', async ({
  url,
  connect,
}) => {
  await Promise.all(Array.from({ length: 4 }, () => connect(url)))
  const together = await shapeOf(url)
  await connect(url)
  expect(await shapeOf(url)).toBe(together)
  expect(together.match(/"hash":/g)).toHaveLength(written.length)
  expect(together).toContain('audit_entries_append_only')
})

test('a database that can’t be used is refused in words that hold no password @G4', async ({
  url,
  connect,
}) => {
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
})
