import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { request } from '@playwright/test'
import { Client } from 'pg'
import { deviceIdOf } from '@/lib/devices/identifiers'
import { freePort } from '../../deploy/ports.mjs'
import { backupRow, newSigningKey, phoneRow, temporaryRow } from '../builders/rows'
import { People, type NewPerson, type Person } from '../fixtures/people'
import { openIdControl, recognizeControl } from '../fixtures/sandbox-client'
import { signInOverHttp } from '../fixtures/sign-in'
import { startPortal } from '../setup/portal'
import { createDatabase } from '../setup/postgres'
import { startSandbox } from '../setup/sandbox'
import { readStack, required } from '../setup/stack'

/** Of a portal that stands behind a proxy which ends TLS; nothing is ever sent there. */
export const HTTPS_URL = 'https://portal.example'

export type AccessScene = Awaited<ReturnType<typeof setAccessScene>>

/** Two replicas of a portal over one database of their own, so that a test may look, and reach, into it. */
export async function setAccessScene() {
  const { secrets, postgres } = readStack()
  const folder = mkdtempSync(join(tmpdir(), 'portal-access-'))
  const undo: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })]
  const ports = [await freePort(), await freePort()] as const
  const [portal, replica] = [`http://localhost:${ports[0]}`, `http://localhost:${ports[1]}`]
  const sandbox = await startSandbox({
    portalUrls: [portal, replica, HTTPS_URL],
    secrets,
    log: join(folder, 'sandbox.log'),
  })
  undo.unshift(sandbox.stop)
  const server = await createDatabase(required(postgres, 'PostgreSQL'))
  undo.unshift(server.drop)
  const start = async (port: number, more: Record<string, string> = {}) => {
    // What is held waits for longer than all tests take.
    const settings = { DATABASE_URL: server.url, REMOVAL_HOLD_SECONDS: '600', ...more }
    const log = join(folder, `portal-${port}.log`)
    const started = await startPortal({ port, sandbox: sandbox.addresses, secrets, settings, log })
    undo.unshift(started.stop)
  }
  for (const port of ports) await start(port)
  const database = new Client({ connectionString: server.url })
  await database.connect()
  undo.unshift(() => database.end())

  const recognize = recognizeControl(sandbox.addresses.recognize.control)
  const people = new People(recognize, openIdControl(sandbox.addresses.openid.control))
  const query = async (statement: string, ...values: unknown[]) =>
    (await database.query(statement, values)).rows as Record<string, unknown>[]
  return {
    portal,
    replica,
    databaseUrl: server.url,
    issuer: sandbox.addresses.openid.issuer,
    recognize,
    openid: openIdControl(sandbox.addresses.openid.control),
    query,
    /** Somebody with phones and backups of known keys, and what they can be named by. */
    createPerson: async (person: NewPerson = {}) => createPerson(people, person),
    /** The cookies of a new sign-in. */
    signIn: ({ accountId }: Person) => signIn(portal, accountId),
    /** Starts one more replica, of people who come by https; gives where it really listens. */
    startBehindProxy: async () => {
      const port = await freePort()
      await start(port, { AUTH_URL: HTTPS_URL })
      return `http://localhost:${port}`
    },
    end: async () => {
      for (const one of undo) await one()
    },
  }
}

async function createPerson(people: People, options: NewPerson) {
  const keys = [0, 1, 2, 3, 4, 5].map(() => newSigningKey())
  const [first, second, backup, older, temporary, newer] = keys
  const row = (userId: string, publicSigningKey = '', day = 1) => ({
    userId,
    publicSigningKey,
    createdAt: `2025-06-0${day}T09:00:00.000`,
  })
  const person = await people.create({
    ...options,
    rows: (userId) => [
      phoneRow(row(userId, first)),
      phoneRow(row(userId, second)),
      backupRow(row(userId, backup, 2)),
      backupRow(row(userId, older)),
      temporaryRow(row(userId, temporary)),
      temporaryRow(row(userId, newer, 2)),
    ],
  })
  const id = (key = '') => deviceIdOf(person.userId, key)
  return {
    person,
    devices: { phone: id(first), held: id(second), backup: id(backup), temporary: id(temporary) },
  }
}

async function signIn(portal: string, accountId: string): Promise<string> {
  const browser = await request.newContext()
  try {
    await signInOverHttp(browser, portal, accountId)
    const { cookies } = await browser.storageState()
    const own = cookies.filter(({ name }) => name.startsWith('portal.'))
    return own.map(({ name, value }) => `${name}=${value}`).join('; ')
  } finally {
    await browser.dispose()
  }
}
