import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { request } from '@playwright/test'
import { Client } from 'pg'
import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { freePort } from '../../tools/free-port.mjs'
import { backupRow, newSigningKey, phoneRow, temporaryRow } from '../builders/rows'
import { People, type NewPerson, type Person } from '../fixtures/people'
import { openIdControl, recognizeControl } from '../fixtures/sandbox-client'
import { sealChangedRows } from '../fixtures/seal-rows'
import { signInOverHttp } from '../fixtures/sign-in'
import { startPortal } from '../setup/portal'
import { createDatabase } from '../setup/postgres'
import { startSandbox } from '../setup/sandbox'
import { readStack, required } from '../setup/stack'

export type AccessScene = Awaited<ReturnType<typeof setAccessScene>>

const SETTINGS = {
  // What is held waits for longer than all tests take.
  REMOVAL_HOLD_SECONDS: '600',
  STEP_UP_ACR_VALUES: 'urn:sandbox:password urn:sandbox:mfa',
  STEP_UP_AMR_VALUES: 'pwd hwk',
  STAFF_ACR_VALUES: 'urn:sandbox:mfa',
  STAFF_AMR_VALUES: 'otp hwk',
}
/** What the second replica does another way. */
const OTHERWISE = { STEP_UP_AUTH_TIME: 'sign-in' }

/** Two replicas of a portal over one database of their own, so that a test may look, and reach, into it. */
export async function setAccessScene() {
  const { secrets, postgres } = readStack()
  const folder = mkdtempSync(join(tmpdir(), 'portal-access-'))
  const undo: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })]
  const ports = [await freePort(), await freePort()] as const
  const [portal, replica] = [`http://localhost:${ports[0]}`, `http://localhost:${ports[1]}`]
  const sandbox = await startSandbox({
    portalUrls: [portal, replica],
    secrets,
    log: join(folder, 'sandbox.log'),
  })
  undo.unshift(sandbox.stop)
  const server = await createDatabase(required(postgres, 'PostgreSQL'))
  undo.unshift(server.drop)
  for (const port of ports) {
    const settings = { ...SETTINGS, DATABASE_URL: server.url, ...(port === ports[1] && OTHERWISE) }
    const log = join(folder, `portal-${port}.log`)
    const started = await startPortal({ port, sandbox: sandbox.addresses, secrets, settings, log })
    undo.unshift(started.stop)
  }
  const database = new Client({ connectionString: server.url })
  await database.connect()
  undo.unshift(() => database.end())

  const recognize = recognizeControl(sandbox.addresses.recognize.control)
  const people = new People(recognize, openIdControl(sandbox.addresses.openid.control))
  const run = async (statement: string, ...values: unknown[]) =>
    (await database.query(statement, values)).rows as Record<string, unknown>[]
  /** Changes rows as the portal would, with seals that are right. */
  const query: typeof run = async (statement, ...values) => {
    const rows = await run(statement, ...values)
    await sealChangedRows(run, statement, secrets.authSecret)
    return rows
  }
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
  const { claims } = options
  const person = await people.create({
    ...options,
    // Staff have a second factor, unless a test says otherwise.
    ...(claims?.roles && { claims: { acr: 'urn:sandbox:mfa', ...claims } }),
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
