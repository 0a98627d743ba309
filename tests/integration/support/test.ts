import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import { connectDatabase, provideDatabase, type Database } from '@/lib/database/connection'
import { forgetUpstreams } from '@/lib/recognize/transport/upstream'
import type { Actor, Subject } from '@/lib/auth/authorization/actor'
import { useEnvironment } from '../../builders/environment'
import { newUserId } from '../../builders/rows'
import {
  recognizeControl,
  type RecognizeControl,
  type RecognizePerson,
} from '../../fixtures/sandbox-client'
import { copyEmbedded } from '../../setup/embedded'
import { createDatabase } from '../../setup/postgres'
import { readStack, required, type PostgresAddress, type Stack } from '../../setup/stack'

export { expect } from '@playwright/test'

/** What the tests in `contract` run on: they show what only the database itself can guarantee. */
export const BOTH_DATABASES = ['PGlite', 'PostgreSQL'] as const
export type DatabaseName = (typeof BOTH_DATABASES)[number]

/**
 * What the tests in `integration` run on. Use cases don't know the database, so that one is enough for each change;
 * with `TEST_DATABASES=both` (`npm run test:nightly`) they run on either.
 */
export const DATABASES: readonly DatabaseName[] =
  process.env['TEST_DATABASES'] === 'both' ? BOTH_DATABASES : ['PostgreSQL']

/** A person with rows in the Recognize stand-in, as the portal knows them after a sign-in. */
export interface Somebody {
  userId: string
  actor: Actor
  subject: Subject
}

export type MakeSomebody = (
  rows?: (userId: string) => unknown[],
  switches?: Omit<RecognizePerson, 'rows'>,
) => Promise<Somebody>

/** A person as the portal knows them after a sign-in; known to Recognize under one or several user IDs. */
export function somebody(userId = newUserId(), ...others: string[]): Somebody {
  const person = { issuer: 'https://issuer.example', subject: `person-${randomUUID()}` }
  const actor: Actor = {
    ...person,
    displayName: 'Robin Vale',
    roles: [],
    sessionHash: randomUUID(),
  }
  return { userId, actor, subject: { ...person, userIds: [userId, ...others] } }
}

interface WorkerFixtures {
  stack: Stack & { recognize: { url: string; control: string } }
  connect: (name: DatabaseName) => Promise<Database>
}
interface Fixtures {
  recognize: RecognizeControl
  makeSomebody: MakeSomebody
  freshUpstream: void
}

/** Tests over the Recognize stand-in. The environment is set before any module can have read it. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  stack: [
    async ({}, use) => {
      const stack = readStack()
      const { recognize } = required(stack.sandbox, 'The sandbox')
      useEnvironment({
        RECOGNIZE_API_URL: recognize.url,
        RECOGNIZE_API_KEY: stack.secrets.recognizeApiKey,
      })
      await use({ ...stack, recognize })
    },
    { scope: 'worker', auto: true },
  ],

  connect: [
    async ({ stack }, use) => {
      const databases = new Databases(required(stack.postgres, 'PostgreSQL'), stack)
      await use((name) => databases.get(name))
      await databases.close()
    },
    { scope: 'worker' },
  ],

  // What one test does to the service must not close the way for the next.
  freshUpstream: [
    async ({}, use) => {
      forgetUpstreams()
      await use()
    },
    { auto: true },
  ],

  recognize: ({ stack }, use) => use(recognizeControl(stack.recognize.control)),

  makeSomebody: async ({ recognize }, use) => {
    const made: string[] = []
    await use(async (rows = () => [], switches = {}) => {
      const person = somebody()
      made.push(person.userId)
      await recognize.putPerson(person.userId, { rows: rows(person.userId), ...switches })
      return person
    })
    for (const userId of made) await recognize.deletePerson(userId)
  },
})

/** Tests over a database too: `test.use({ databaseName })` says which. People are kept apart, so one serves all tests of a worker. */
export const databaseTest = test.extend<{ databaseName: DatabaseName; database: Database }>({
  databaseName: ['PostgreSQL', { option: true }],
  database: [
    async ({ databaseName, connect }, use) => {
      const database = await connect(databaseName)
      provideDatabase(database)
      await use(database)
    },
    // The first test of a worker waits here for the database to be made.
    { auto: true, timeout: 90_000 },
  ],
})

class Databases {
  readonly #open = new Map<DatabaseName, Promise<Database>>()
  readonly #undo: (() => Promise<void>)[] = []

  constructor(
    private readonly postgres: PostgresAddress,
    private readonly stack: Stack,
  ) {}

  get(name: DatabaseName): Promise<Database> {
    const database =
      this.#open.get(name) ?? (name === 'PGlite' ? this.#openPglite() : this.#openPostgres())
    this.#open.set(name, database)
    return database
  }

  async #openPglite(): Promise<Database> {
    const directory = mkdtempSync(join(tmpdir(), 'portal-pglite-'))
    copyEmbedded(required(this.stack.embedded, 'An embedded database'), directory)
    const database = await connectDatabase({ DATA_DIR: directory })
    this.#undo.push(() => disconnect(database))
    // The lock lasts as long as this process: another one must not get a directory of the same number before.
    process.once('exit', () => rmSync(directory, { recursive: true, force: true }))
    return database
  }

  async #openPostgres(): Promise<Database> {
    const { url, drop } = await createDatabase(this.postgres)
    const database = await connectDatabase({ DATABASE_URL: url })
    this.#undo.push(async () => {
      await disconnect(database)
      await drop()
    })
    return database
  }

  async close(): Promise<void> {
    for (const undo of this.#undo) await undo()
  }
}

/** Closes what `connectDatabase` opened; the portal itself never does, it ends. */
export async function disconnect(database: Database): Promise<void> {
  const { $client } = database as unknown as {
    $client: { close?: () => Promise<void>; end?: () => Promise<void> }
  }
  await ($client.close?.() ?? $client.end?.())
}
