import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { randomUUID } from 'node:crypto'
import { briefDeadline, READ_BUDGET_MS, readDeadline } from '@/lib/platform/deadline'
import { deleteUserDevice, findUserIdsByExternalId, listUserDevices } from '@/lib/recognize/client'
import type { RecognizeErrorCode } from '@/lib/recognize/errors'
import {
  backupRow,
  deviceRow,
  newSigningKey,
  newUserId,
  phoneRow,
  onePhone,
} from '../builders/rows'
import type { Fault } from '../fixtures/sandbox-client'
import { runProgram } from '../fixtures/program'
import { expect, test, makeSomebody, recognize } from './support/test'

type ListFault = Omit<Fault, 'on'> & Record<string, unknown>

/** What may pass by itself, and so is tried three times in all. */
const PASSING: ReadonlySet<RecognizeErrorCode> = new Set(['unreachable', 'unavailable', 'busy'])

const FAULTS: [what: string, code: RecognizeErrorCode, fault: ListFault][] = [
  ['a lost connection', 'unreachable', { kind: 'reset' }],
  ['half an answer', 'unreachable', { kind: 'truncated' }],
  ['an answer that is no JSON', 'unexpected-answer', { kind: 'malformed' }],
  ['a web page', 'unexpected-answer', { kind: 'html' }],
  ['an object', 'unexpected-answer', { kind: 'not-array' }],
  ['somebody else’s list', 'unexpected-answer', { kind: 'foreign' }],
  ['64 MB', 'unexpected-answer', { kind: 'huge' }],
  ['null', 'unexpected-answer', { kind: 'body', body: null }],
  ['a redirect', 'unexpected-answer', { kind: 'redirect', location: 'http://localhost:1/' }],
  ['a 204', 'unexpected-answer', { kind: 'status', status: 204 }],
  ['a 304', 'unexpected-answer', { kind: 'status', status: 304 }],
  ['a 400', 'rejected', { kind: 'status', status: 400 }],
  ['a 401', 'key-refused', { kind: 'status', status: 401 }],
  ['a 403', 'key-refused', { kind: 'status', status: 403 }],
  ['a 404', 'not-found', { kind: 'status', status: 404 }],
  ['a 406', 'rejected', { kind: 'status', status: 406 }],
  ['a 429', 'busy', { kind: 'status', status: 429 }],
  ['a 500', 'unavailable', { kind: 'status', status: 500, body: '<b>stack trace</b>' }],
  ['a 503', 'unavailable', { kind: 'status', status: 503 }],
]

for (const [what, code, fault] of FAULTS)
  test(`${what} in place of the list is ${code}, never a list, after ${PASSING.has(code) ? 'three calls' : 'one call'} @J4`, async () => {
    const { userId } = await makeSomebody(onePhone)
    await recognize.setFault(userId, { ...fault, on: 'list' } as Fault)
    const result = await listUserDevices(userId, readDeadline())
    expect(result).toEqual({
      ok: false,
      error: { code, requestId: expect.any(String), sent: true },
    })
    // The reference leads to every one of them.
    const calls = await recognize.journal({ userId })
    const references = Array(PASSING.has(code) ? 3 : 1).fill(!result.ok && result.error.requestId)
    expect(calls.map(({ requestId }) => requestId)).toEqual(references)
  })

test('against a service that hangs, drips or comes too late a reading call ends after ten seconds, and was sent once @J4', async () => {
  const faults = [{ kind: 'hang' }, { kind: 'drip' }, { kind: 'delay', delayMs: 30_000 }] as const
  const calls = faults.map(async (fault) => {
    const { userId } = await makeSomebody(onePhone)
    await recognize.setFault(userId, { on: 'list', ...fault })
    // A clock of the same process: on a busy machine both are late.
    const [end, limit] = await Promise.all([
      listUserDevices(userId, readDeadline()).then((result) => ({ result, at: performance.now() })),
      sleep(READ_BUDGET_MS).then(() => performance.now()),
    ])
    expect(end.result, fault.kind).toMatchObject({ ok: false, error: { code: 'timeout' } })
    expect(Math.abs(end.at - limit), fault.kind).toBeLessThan(500)
    expect(await recognize.journal({ userId }), fault.kind).toHaveLength(1)
  })
  await Promise.all(calls)
})

test('a list that takes eight seconds is a list, asked for once; whoever has less time gives up and blames nobody @J4', async () => {
  const { userId } = await makeSomebody(onePhone)
  await recognize.setFault(userId, { on: 'list', kind: 'delay', delayMs: 8_000 })
  const patient = listUserDevices(userId, readDeadline())
  // More than enough for the breaker, if silence of less than eight seconds counted.
  const hasty = await Promise.all(
    Array.from({ length: 12 }, () => listUserDevices(userId, briefDeadline())),
  )
  for (const result of hasty)
    expect(result).toMatchObject({ ok: false, error: { code: 'timeout', sent: true } })
  expect(await patient).toMatchObject({ ok: true, value: [{ userId }] })
  await recognize.clearFaults(userId)
  expect(await listUserDevices(userId, briefDeadline())).toMatchObject({ ok: true })
  expect(await recognize.journal({ userId })).toHaveLength(14)
})

test('a redirect is not followed: the other host never hears of it, nor of the key @D7', async () => {
  const heard: unknown[] = []
  const elsewhere = createServer((request, response) => {
    heard.push(request.url, request.headers)
    response.end('[]')
  }).listen(0, '127.0.0.1')
  await once(elsewhere, 'listening')
  const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/v2`
  const { userId } = await makeSomebody()
  const externalId = `x-${randomUUID()}`
  for (const on of ['list', 'delete'] as const)
    await recognize.setFault(userId, { on, kind: 'redirect', location })
  await recognize.setLookUpFault(externalId, { on: 'lookup', kind: 'redirect', location })
  for (const result of [
    await listUserDevices(userId, readDeadline()),
    await deleteUserDevice(userId, newSigningKey(), readDeadline()),
    await findUserIdsByExternalId(externalId, readDeadline()),
  ])
    expect(result).toMatchObject({ ok: false, error: { code: 'unexpected-answer' } })
  elsewhere.close()
  expect(heard).toEqual([])
})

test('neither the API key nor any id or key of a person is ever printed, logged or thrown @G4', async ({
  stack,
}) => {
  const kinds = ['reset', 'malformed', 'html', 'huge', 'foreign', 'truncated'] as const
  const people = await Promise.all(
    [...kinds, null].map(async (kind) => {
      const { userId } = await makeSomebody(onePhone)
      if (kind !== null) await recognize.setFault(userId, { on: 'list', kind })
      return userId
    }),
  )
  const settings = { RECOGNIZE_API_KEY: stack.secrets.recognizeApiKey, LOG_LEVEL: 'debug' }
  for (const url of [stack.recognize.url, 'http://localhost:1']) {
    const env = { ...settings, RECOGNIZE_API_URL: url }
    const { output, code } = await runProgram('call-recognize', people, { env })
    expect(code, output).toBe(0)
    expect(output).toContain('"operation":"list devices"')
    expect(output).not.toContain(stack.secrets.recognizeApiKey)
    // The list itself is printed, by the test's program; everything else must not name the person.
    const logged = output.split('\n').filter((line) => line.includes('"level"'))
    // One line for each attempt; those that are held back count as well.
    expect(logged.length).toBeGreaterThanOrEqual(people.length * 3)
    for (const userId of people) expect(logged.join('\n')).not.toContain(userId)
  }
})

test('a refused key is told to the operators as an error, once for each call', async ({
  stack,
}) => {
  const env = {
    RECOGNIZE_API_URL: stack.recognize.url,
    RECOGNIZE_API_KEY: 'old',
    LOG_LEVEL: 'debug',
  }
  const { output } = await runProgram('call-recognize', [newUserId()], { env })
  const logged = output.split('\n').filter((line) => line.includes('"level"'))
  expect(logged).toHaveLength(3)
  for (const line of logged)
    expect(JSON.parse(line)).toMatchObject({ level: 'error', attempt: 1, outcome: 'key-refused' })
})

test('a service that nobody answers for is unreachable, not empty @J4', async () => {
  const env = { RECOGNIZE_API_URL: 'http://localhost:1' }
  const { output } = await runProgram('call-recognize', [newUserId()], { env })
  const answers = output.split('\n').filter((line) => line.startsWith('{"ok"'))
  expect(answers).toHaveLength(3)
  for (const answer of answers)
    expect(JSON.parse(answer)).toMatchObject({ ok: false, error: { code: 'unreachable' } })
})

test('a body without end is given up for its size, long before the deadline @J4', async () => {
  let sent = 0
  const row = Buffer.from(`${JSON.stringify(phoneRow({ userId: newUserId() }))},`.repeat(100))
  const endless = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write('[')
    const push = () => {
      while (!response.destroyed && response.write(row)) sent += row.length
      if (!response.destroyed) response.once('drain', push)
    }
    push()
  }).listen(0, '127.0.0.1')
  await once(endless, 'listening')
  const url = `http://127.0.0.1:${(endless.address() as AddressInfo).port}`
  const { output } = await runProgram('call-recognize', [newUserId()], {
    env: { RECOGNIZE_API_URL: url },
  })
  endless.close()
  const codes = output.match(/"code":"[^"]+"/g)
  expect(codes, output).toEqual(Array(3).fill('"code":"unexpected-answer"'))
  expect(sent, 'three bodies of 4 MB, and what was under way').toBeLessThan(32 * 1024 * 1024)
})

test('a good list comes back whole, in the service’s order, odd rows included', async () => {
  const { userId } = await makeSomebody((userId) => [
    phoneRow({ userId, createdAt: '2025-03-02T10:11:12.242194378' }),
    'not a row',
    backupRow({ userId }),
    { ...deviceRow({ userId }), publicSigningKey: 7 },
  ])
  const result = await listUserDevices(userId, readDeadline())
  const rows = result.ok ? result.value : []
  expect(rows.map(({ statedKind, addedAt, odd }) => ({ statedKind, addedAt, odd }))).toEqual([
    { statedKind: 'SDK', addedAt: '2025-03-02T10:11:12.242194378Z', odd: [] },
    { statedKind: null, addedAt: null, odd: ['row', 'publicSigningKey', 'createdAt'] },
    { statedKind: 'BACKUP', addedAt: '2025-01-15T09:00:00.000000000Z', odd: [] },
    { statedKind: null, addedAt: '2025-01-15T09:00:00.000000000Z', odd: ['publicSigningKey'] },
  ])
})

test('the stated kind is read under each name the service might use', async () => {
  for (const statesType of ['type', 'deviceType', 'clientStateType'] as const) {
    const { userId } = await makeSomebody((userId) => [backupRow({ userId })], { statesType })
    const result = await listUserDevices(userId, readDeadline())
    expect(result.ok && result.value[0]?.statedKind).toBe('BACKUP')
  }
})
