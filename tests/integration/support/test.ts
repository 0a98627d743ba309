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
import type { DatabaseOptions } from '../../fixtures/options'
import { readStack, required, type DatabaseName, type Stack } from '../../setup/stack'

export { expect } from '@playwright/test'

/** A person with rows in the Recognize stand-in, as the portal knows them after a sign-in. */
export interface Somebody {
  userId: string
  actor: Actor
  subject: Subject
}

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

interface WorkerFixtures extends DatabaseOptions {
  stack: Stack & { recognize: { url: string; control: string } }
}

/** The controls of the Recognize stand-in; known as soon as a worker has begun. */
export let recognize: RecognizeControl

const made: string[] = []
/** Makes somebody with rows in the stand-in, who is gone after the test. */
export async function makeSomebody(
  rows: (userId: string) => unknown[] = () => [],
  switches: Omit<RecognizePerson, 'rows'> = {},
): Promise<Somebody> {
  const person = somebody()
  made.push(person.userId)
  await recognize.putPerson(person.userId, { rows: rows(person.userId), ...switches })
  return person
}

/** Tests over the Recognize stand-in. The environment is set before any module can have read it. */
export const test = base.extend<{ apart: void }, WorkerFixtures>({
  databaseName: ['postgres', { option: true, scope: 'worker' }],

  stack: [
    async ({}, use) => {
      const stack = readStack()
      const sandbox = required(stack.sandbox, 'The sandbox')
      useEnvironment({
        RECOGNIZE_API_URL: sandbox.recognize.url,
        RECOGNIZE_API_KEY: stack.secrets.recognizeApiKey,
      })
      recognize = recognizeControl(sandbox.recognize.control)
      await use({ ...stack, recognize: sandbox.recognize })
    },
    { scope: 'worker', auto: true },
  ],

  // What one test does to the service must not close the way for the next.
  apart: [
    async ({}, use) => {
      forgetUpstreams()
      await use()
      for (const userId of made.splice(0)) await recognize.deletePerson(userId)
    },
    { auto: true },
  ],
})

interface OwnDatabase {
  database: Database
  close: () => Promise<void>
}

/** Tests over the database of their project too. People are kept apart, so that one serves all tests of a worker. */
export const databaseTest = test.extend<{ database: Database }, { opened: Database }>({
  opened: [
    async ({ databaseName, stack }, use) => {
      const { database, close } = await openDatabase(databaseName, stack)
      await use(database)
      await close()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  // A test may have provided one of its own.
  database: [
    async ({ opened }, use) => {
      provideDatabase(opened)
      await use(opened)
    },
    { auto: true },
  ],
})

/** Opens a database that holds nothing yet, as the portal does. */
export function openDatabase(name: DatabaseName, stack: Stack): Promise<OwnDatabase> {
  return name === 'pglite' ? openPglite(stack) : openPostgres(stack)
}

/** The same on PostgreSQL; gives the address too. */
export async function openPostgres({ postgres }: Stack): Promise<OwnDatabase & { url: string }> {
  const { url, drop } = await createDatabase(required(postgres, 'PostgreSQL'))
  const database = await connectDatabase({ DATABASE_URL: url })
  const close = async () => {
    await disconnect(database)
    await drop()
  }
  return { url, database, close }
}

// The lock of a directory lasts as long as this process: another one must not get one of the same number before.
const directories: string[] = []
process.once('exit', () => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true })
})

async function openPglite({ embedded }: Stack): Promise<OwnDatabase> {
  const directory = mkdtempSync(join(tmpdir(), 'portal-pglite-'))
  copyEmbedded(required(embedded, 'An embedded database'), directory)
  directories.push(directory)
  const database = await connectDatabase({ DATA_DIR: directory })
  return { database, close: () => disconnect(database) }
}

/** Closes what `connectDatabase` opened; the portal itself never does, it ends. */
export async function disconnect(database: Database): Promise<void> {
  const { $client } = database as unknown as {
    $client: { close?: () => Promise<void>; end?: () => Promise<void> }
  }
  await ($client.close?.() ?? $client.end?.())
}
