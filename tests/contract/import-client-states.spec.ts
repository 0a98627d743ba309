import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  importClientStates,
  type LineOutcome,
} from '@/lib/client-states/intake/import-client-states'
import { storeClientState } from '@/lib/client-states/intake/store-client-state'
import { connectDatabase, provideDatabase } from '@/lib/database/connection'
import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { now } from '@/lib/platform/clock'
import { backupRow, deviceRow, newSigningKey, newUserId, phoneRow } from '../builders/rows'
import { runCommand, startCommand } from '../fixtures/program'
import { STATE, storedFor, textOf } from '../integration/support/client-states'
import { query } from '../integration/support/database'
import {
  databaseTest as test,
  disconnect,
  expect,
  makeSomebody,
  recognize,
} from '../integration/support/test'
import { copyEmbedded } from '../setup/embedded'
import { createDatabase } from '../setup/postgres'
import { required, type DatabaseName, type Stack } from '../setup/stack'

const MADE = '2025-01-15T09:00:00.000'
const line = (userId: string, more: Record<string, string | number> = {}) => ({
  userId,
  clientStateType: 'BACKUP',
  clientState: `${STATE} ${randomUUID()}`,
  ...more,
})

/** Imports some lines as one file; gives what became of each. */
async function importLines(lines: readonly unknown[], correlationId: string = randomUUID()) {
  const text = lines.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n')
  const outcomes: LineOutcome[] = []
  const source = (async function* () {
    yield Promise.resolve(Buffer.from(text))
  })()
  for await (const outcome of importClientStates({
    source,
    correlationId,
    clock: now,
    pausesMs: [10],
  }))
    outcomes.push(outcome)
  return outcomes
}
const rejected = (place: number, code: string) =>
  expect.objectContaining({
    line: place,
    outcome: 'rejected',
    fault: expect.objectContaining({ code }) as unknown,
  }) as unknown

test('a line that can’t be imported is named with its reason, stores nothing and stops nothing @D3', async () => {
  const [phone, kept, temporary] = [newSigningKey(), newSigningKey(), newSigningKey()]
  const { userId } = await makeSomebody((userId) => [
    phoneRow({ userId, publicSigningKey: phone }),
    backupRow({ userId, publicSigningKey: kept }),
    deviceRow({ userId, publicSigningKey: temporary, type: 'TEMPORARY' }),
  ])
  const stranger = newUserId()
  const outcomes = await importLines([
    '{',
    line(userId, { clientStateType: 'SDK', publicSigningKey: kept }),
    line(userId, { clientStateType: 'TEMPORARY', publicSigningKey: temporary }),
    line(stranger, { publicSigningKey: kept }),
    line(userId, { publicSigningKey: newSigningKey() }),
    line(userId, { publicSigningKey: phone }),
    line(userId, { publicSigningKey: temporary }),
    line(userId),
    'a'.repeat(7 * 1024 * 1024),
    '',
    line(userId, { publicSigningKey: kept }),
    line(userId, { publicSigningKey: kept }),
    line(userId, { storedAt: '2025-01-15T09:00:00Z' }),
  ])
  expect(outcomes).toEqual([
    rejected(1, 'not-json'),
    rejected(2, 'invalid'),
    rejected(3, 'temporary'),
    rejected(4, 'unknown-user'),
    rejected(5, 'not-listed'),
    rejected(6, 'wrong-kind'),
    rejected(7, 'wrong-kind'),
    rejected(8, 'invalid'),
    rejected(9, 'too-long'),
    { line: 11, outcome: 'stored' },
    rejected(12, 'already-stored'),
    rejected(13, 'no-row'),
  ])
  expect(await storedFor(userId)).toMatchObject([
    {
      kind: 'backup',
      made_by: 'import',
      device_id: deviceIdOf(userId, kept),
      linked_by: 'app',
    },
  ])
  expect(await storedFor(stranger)).toEqual([])
  const told = await query(
    `SELECT type FROM audit_entries WHERE user_id IN ('${userId}', '${stranger}')`,
  )
  expect(told).toEqual([{ type: 'client-state-stored' }])
})

test('one state is stored once: by the same line twice, by the file twice, and after an app handed it in @C6', async () => {
  const [first, second, third] = [newSigningKey(), newSigningKey(), newSigningKey()]
  const person = await makeSomebody((userId) =>
    [first, second, third].map((publicSigningKey) => backupRow({ userId, publicSigningKey })),
  )
  const { userId, subject } = person
  const handedIn = line(userId, { publicSigningKey: third })
  const upload = {
    userId,
    kind: 'backup',
    text: handedIn.clientState,
    publicSigningKey: third,
    replaces: false,
    activation: null,
    idempotencyKey: null,
  } as const
  const { issuer, subject: account } = subject
  const uploader = { issuer, subject: account, clientId: 'app', own: subject }
  const intake = { uploader, upload, at: now(), budgetMs: 2_700 }
  expect(await storeClientState(intake)).toMatchObject({ ok: true })

  const one = line(userId, { publicSigningKey: first })
  const other = line(userId, { storedAt: '2025-01-15T09:00:00Z' })
  const file = [one, one, other, { ...one, userId: userId.toLowerCase() }, handedIn]
  expect((await importLines(file)).map(({ outcome }) => outcome)).toEqual([
    'stored',
    'received',
    'stored',
    'received',
    'received',
  ])
  const again = await importLines(file)
  expect(new Set(again.map(({ outcome }) => outcome))).toEqual(new Set(['received']))
  expect(await storedFor(userId)).toHaveLength(3)

  // What went with its device stays gone.
  await query(`DELETE FROM client_states WHERE user_id = '${userId}'`)
  await importLines(file)
  expect(await storedFor(userId)).toEqual([])
})

test('two imports of one file at once store each state once @C6', async () => {
  const keys = Array.from({ length: 10 }, newSigningKey)
  const { userId } = await makeSomebody((userId) =>
    keys.map((publicSigningKey) => backupRow({ userId, publicSigningKey })),
  )
  const file = keys.map((publicSigningKey) => line(userId, { publicSigningKey }))
  const outcomes = (await Promise.all([importLines(file), importLines(file)])).flat()
  expect(outcomes.filter(({ outcome }) => outcome === 'stored')).toHaveLength(10)
  expect(outcomes.filter(({ outcome }) => outcome === 'received')).toHaveLength(10)
  expect(await storedFor(userId)).toHaveLength(10)
})

test('a state finds its row by its key or by its time, comes out as it went in, and the trail tells of it without a word of it @G1 @G4 @I1', async () => {
  const [early, late] = [newSigningKey(), newSigningKey()]
  // The documented service: it says of no row what it is.
  const rows = (userId: string) => [
    deviceRow({ userId, publicSigningKey: early, createdAt: MADE }),
    deviceRow({ userId, publicSigningKey: late, createdAt: '2025-06-01T09:00:00.000' }),
    deviceRow({ userId, createdAt: '2025-09-01T09:00:00.000' }),
  ]
  const { userId } = await makeSomebody(rows, { statesType: null })
  const byKey = line(userId, { publicSigningKey: late })
  const byTime = line(userId, { storedAt: '2025-01-15T09:04:00Z' })
  const rowless = line(userId, { storedAt: '2025-03-01T12:00:00Z' })
  const correlationId = randomUUID()
  const file = [byKey, byTime, rowless, line(userId, { storedAt: '2025-03-02T12:00:00Z' })]
  expect((await importLines(file, correlationId)).map(({ outcome }) => outcome)).toEqual([
    'stored',
    'stored',
    'stored',
    'rejected',
  ])
  const stored = await storedFor(userId)
  expect(stored).toMatchObject([
    { device_id: deviceIdOf(userId, early), linked_by: 'difference' },
    { device_id: null, linked_by: null },
    { device_id: deviceIdOf(userId, late), linked_by: 'app' },
  ])
  const texts = await Promise.all(stored.map(({ id }) => textOf(id, userId)))
  expect(texts).toEqual([byTime, rowless, byKey].map(({ clientState }) => clientState))

  const entries = await query(
    `SELECT type, detail FROM audit_entries WHERE correlation_id = '${correlationId}'`,
  )
  expect(entries).toHaveLength(3)
  expect(entries[0]).toMatchObject({
    type: 'client-state-stored',
    detail: { kind: 'backup', madeBy: 'import', clientId: 'import-client-states' },
  })
  const everything = JSON.stringify([entries, await query('SELECT * FROM received_states')])
  expect(everything).not.toContain('core-client-state')
  expect(everything).not.toContain(late)
})

test('a fault of the service is waited for; one that stays ends the import, and a refused key at once @J3', async () => {
  const key = newSigningKey()
  const rows = (userId: string) => [backupRow({ userId, publicSigningKey: key })]
  const { userId } = await makeSomebody(rows)
  const one = () => line(userId, { publicSigningKey: key })
  // Each call of the service is tried three times.
  await recognize.setFault(userId, { on: 'list', kind: 'status', status: 400, times: 1 })
  expect(await importLines([one()])).toEqual([rejected(1, 'service')])
  await recognize.setFault(userId, { on: 'list', kind: 'status', status: 400 })
  const file = [one(), '{', one(), one(), one()]
  expect(await importLines(file)).toEqual([
    rejected(1, 'service'),
    rejected(2, 'not-json'),
    rejected(3, 'service'),
    { line: 4, outcome: 'stopped', cause: 'rejected' },
  ])
  await recognize.clearFaults(userId)
  await recognize.setFault(userId, { on: 'list', kind: 'status', status: 401, times: 1 })
  expect(await importLines(file)).toEqual([{ line: 1, outcome: 'stopped', cause: 'key-refused' }])
  expect(await storedFor(userId)).toEqual([])
  await recognize.setFault(userId, { on: 'list', kind: 'status', status: 503, times: 3 })
  expect(await importLines([one()])).toEqual([{ line: 1, outcome: 'stored' }])
})

const COMMAND = 'import-client-states'

/** The most memory that a process has had, in megabytes, where the system tells. */
function megabytesOf(pid: number | undefined): number {
  const status = `/proc/${pid}/status`
  const text = existsSync(status) ? readFileSync(status, 'utf8') : ''
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / 1024
}

/** A database of this test alone, closed while the command uses it, and what the command needs to know. */
async function ownDatabase(name: DatabaseName, stack: Stack, folder: string) {
  const { url: serviceUrl } = required(stack.sandbox, 'The sandbox').recognize
  const service = {
    RECOGNIZE_API_URL: serviceUrl,
    RECOGNIZE_API_KEY: stack.secrets.recognizeApiKey,
  }
  if (name === 'pglite') {
    copyEmbedded(required(stack.embedded, 'An embedded database'), folder)
    const place = { DATA_DIR: folder }
    return { env: { ...service, ...place, DATABASE_URL: '' }, place, drop: async () => undefined }
  }
  const { url, drop } = await createDatabase(required(stack.postgres, 'PostgreSQL'))
  return { env: { ...service, DATABASE_URL: url }, place: { DATABASE_URL: url }, drop }
}

test.describe('npm run client-states:import', () => {
  test.describe.configure({ timeout: 480_000 })
  let folder = ''
  test.beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'portal-import-'))
  })
  test.afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test('killed in the middle it goes on where it was, and names each rejected line @C6 @I4 @nightly', async ({
    databaseName,
    stack,
  }) => {
    const people = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const keys = Array.from({ length: 25 }, newSigningKey)
        const { userId } = await makeSomebody((userId) =>
          keys.map((publicSigningKey) => backupRow({ userId, publicSigningKey })),
        )
        return keys.map((publicSigningKey) => line(userId, { publicSigningKey }))
      }),
    )
    const good = people.flat()
    const file = join(folder, 'states.jsonl')
    const stranger = line(newUserId(), { publicSigningKey: newSigningKey() })
    const lines = [
      'no JSON, canary',
      JSON.stringify(stranger),
      ...good.map((one) => JSON.stringify(one)),
    ]
    writeFileSync(file, lines.join('\n'))

    const data = join(folder, 'data')
    const { env, place, drop } = await ownDatabase(databaseName, stack, data)
    try {
      const killed = startCommand(COMMAND, [file], { env })
      const asked = () => recognize.journal({ userId: good[0]?.userId ?? '' })
      await expect
        .poll(async () => (await asked()).length, { timeout: 180_000, intervals: [50] })
        .toBeGreaterThan(5)
      killed.child.kill('SIGKILL')
      expect(await killed.ended).toBeNull()

      const first = await runCommand(COMMAND, [file], { env })
      const [, stored = '', received = ''] =
        /^(\d+) client states stored, (\d+) handed in before, 2 lines rejected\.$/m.exec(
          first.output,
        ) ?? []
      expect(Number(stored) + Number(received), first.output).toBe(75)
      expect(Number(received)).toBeGreaterThan(0)
      expect(Number(stored)).toBeGreaterThan(0)
      expect(first.code).toBe(1)
      expect(first.output).toContain('Line 1: it is no JSON in UTF-8.\n')
      expect(first.output).toContain('Line 2: the service does not know this user.\n')
      for (const secret of [
        'canary',
        'core-client-state',
        String((good[0] as Record<string, string> | undefined)?.['publicSigningKey']),
      ])
        expect(first.output).not.toContain(secret)

      writeFileSync(file, lines.slice(2).join('\n'))
      const again = await runCommand(COMMAND, [file], { env })
      expect(again).toEqual({
        code: 0,
        output: '0 client states stored, 75 handed in before, 0 lines rejected.\n',
      })

      const own = await connectDatabase(place)
      provideDatabase(own)
      const counts = await query(
        `SELECT (SELECT count(*)::int FROM client_states) AS states,
             (SELECT count(DISTINCT device_id)::int FROM client_states) AS devices,
             (SELECT count(*)::int FROM received_states) AS received,
             (SELECT count(*)::int FROM audit_entries WHERE type = 'client-state-stored') AS told`,
      )
      await disconnect(own)
      expect(counts).toEqual([{ states: 75, devices: 75, received: 75, told: 75 }])
    } finally {
      await drop()
    }
  })

  test(
    'without a file, a key or a service it changes nothing, says why, and ends with 2',
    { tag: '@postgres' },
    async ({ stack }) => {
      const { env, drop } = await ownDatabase('postgres', stack, folder)
      const run = (args: string[], more: Record<string, string> = {}) =>
        runCommand(COMMAND, args, { env: { ...env, ...more } })
      try {
        const missing = join(folder, 'no-such-file')
        expect((await run([])).output).toContain('Say which file')
        expect((await run(['one', 'two'])).code).toBe(2)
        expect(await run([missing])).toEqual({
          code: 2,
          output:
            'Stopped after line 0: the file can’t be read. Run the command again: it goes on from there.\n',
        })
        expect((await run([folder])).code).toBe(2)
        const unsealed = await run([missing], { CLIENT_STATE_KEYS: '' })
        expect(unsealed).toEqual({
          code: 2,
          output: 'CLIENT_STATE_KEYS is not set: there is no key to seal with.\n',
        })
        const file = join(folder, 'states.jsonl')
        writeFileSync(file, JSON.stringify(line('AB', { publicSigningKey: newSigningKey() })))
        const refused = await run([file], { RECOGNIZE_API_KEY: 'another-key' })
        expect(refused.code).toBe(2)
        expect(refused.output).toContain('the service gives no lists (key-refused)')
        expect(refused.output).not.toContain('another-key')
      } finally {
        await drop()
      }
    },
  )

  test(
    'a file of any size needs no more memory than a small one',
    { tag: '@postgres' },
    async ({ stack }) => {
      const megabytes = Number(process.env['IMPORT_MEGABYTES'] ?? '64')
      const { env, drop } = await ownDatabase('postgres', stack, folder)
      try {
        const options = { NODE_OPTIONS: '--max-old-space-size=64' }
        const { child, ended, output } = startCommand(COMMAND, ['-'], {
          env: { ...env, ...options },
          input: true,
        })
        let peak = 0
        // Lines of a megabyte that end before the service is asked, and one that is longer than any may be.
        const wrong = Buffer.from(
          `${JSON.stringify(line('AB', { clientState: 'a'.repeat(1024 * 1024 - 300), storedAt: 7 }))}\n`,
        )
        const endless = Buffer.alloc(1024 * 1024, 'a')
        const { stdin } = child
        if (stdin === null) throw new Error('the command has no input')
        stdin.on('error', () => undefined)
        for (let sent = 0; sent < megabytes; sent += 1) {
          if (!stdin.write(sent < megabytes / 2 ? wrong : endless))
            await Promise.race([new Promise((resolve) => stdin.once('drain', resolve)), ended])
          peak = Math.max(peak, megabytesOf(child.pid))
        }
        stdin.end()
        expect(await ended, output().slice(-2_000)).toBe(1)
        const rejections = Math.ceil(megabytes / 2) + 1
        expect(peak, 'megabytes in memory').toBeLessThan(400)
        expect(output()).toContain(`${rejections} lines rejected.`)
        expect(output()).toContain(`Line ${rejections}: it is too long for a client state.`)
      } finally {
        await drop()
      }
    },
  )
})
