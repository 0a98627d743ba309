import { randomUUID } from 'node:crypto'
import { deadlineIn, READ_BUDGET_MS, readDeadline } from '@/lib/platform/deadline'
import { deleteUserDevice, findUserIdsByExternalId, listUserDevices } from '@/lib/recognize/client'
import { newSigningKey, phones } from '../builders/rows'
import { besideTimer } from '../fixtures/beside-timer'
import type { Fault } from '../fixtures/sandbox-client'
import { expect, test, makeSomebody, recognize } from './support/test'

type DeleteFault = Omit<Fault, 'on'> & Record<string, unknown>

/** Every fault the stand-in knows for DELETE. */
const DELETE_FAULTS: DeleteFault[] = [
  ...[400, 401, 403, 404, 406, 409, 429, 500, 502, 503].map((status) => ({
    kind: 'status' as const,
    status,
    retryAfter: 0,
  })),
  { kind: 'delay', delayMs: 20_000 },
  { kind: 'redirect', location: 'http://localhost:1/' },
  { kind: 'body', body: [] },
  ...(['hang', 'reset', 'malformed', 'html', 'truncated', 'huge', 'drip'] as const).map((kind) => ({
    kind,
  })),
  ...(['applied-then-hang', 'applied-then-reset', 'gone', 'still-listed'] as const).map((kind) => ({
    kind,
  })),
]

const ownPhone = async () => {
  const publicSigningKey = newSigningKey()
  const { userId } = await makeSomebody(phones(publicSigningKey))
  return { userId, publicSigningKey }
}

test('a DELETE is sent exactly once, whatever the service does with it, and ends after ten seconds, however much time there is @J4', async () => {
  const people = await Promise.all(
    DELETE_FAULTS.map(async (fault) => {
      const person = await ownPhone()
      await recognize.setFault(person.userId, { ...fault, on: 'delete' } as Fault)
      return { ...person, fault }
    }),
  )
  const share = await besideTimer(10_000, () =>
    Promise.all(
      people.map(async ({ userId, publicSigningKey, fault }) => {
        const deleted = await deleteUserDevice(userId, publicSigningKey, deadlineIn(60_000))
        if (fault.kind === 'hang')
          expect(deleted).toMatchObject({ ok: false, error: { code: 'timeout' } })
      }),
    ),
  )
  expect(share).toBeLessThan(1.1)
  for (const { userId, fault } of people) {
    const calls = await recognize.journal({ userId })
    expect(calls, `${fault.kind} ${String(fault['status'] ?? '')}`).toHaveLength(1)
  }
})

test('nothing is sent once the deadline is over @J4', async () => {
  const { userId, publicSigningKey } = await ownPhone()
  for (const call of [
    listUserDevices(userId, deadlineIn(0)),
    deleteUserDevice(userId, publicSigningKey, deadlineIn(0)),
  ])
    expect(await call).toMatchObject({ ok: false, error: { code: 'timeout' } })
  expect(await recognize.journal({ userId })).toEqual([])
})

test('a Retry-After that doesn’t fit into the deadline ends the call at once @J4', async () => {
  const far = new Date(Date.now() + 3_600_000).toUTCString()
  for (const [status, retryAfter] of [
    [429, 30],
    [503, far],
  ] as const) {
    const { userId } = await ownPhone()
    await recognize.setFault(userId, { on: 'list', kind: 'status', status, retryAfter })
    const share = await besideTimer(READ_BUDGET_MS, async () =>
      expect(await listUserDevices(userId, readDeadline())).toMatchObject({ ok: false }),
    )
    expect(share, 'it doesn’t wait for the deadline').toBeLessThan(1)
    expect(await recognize.journal({ userId })).toHaveLength(1)
  }
})

test('a Retry-After that fits is waited for, and then the list is there @J4', async () => {
  const { userId } = await ownPhone()
  const busy = { on: 'list', kind: 'status', status: 429, times: 1 } as const
  await recognize.setFault(userId, { ...busy, retryAfter: 1 })
  expect(await listUserDevices(userId, readDeadline())).toMatchObject({ ok: true })
  const [first, second, ...more] = (await recognize.journal({ userId })).map(({ at }) => at)
  expect(Date.parse(second ?? '') - Date.parse(first ?? '')).toBeGreaterThanOrEqual(990)
  expect(more).toEqual([])
})

test('a disturbance that passes is not seen, in lists and look-ups @J4', async () => {
  const externalId = `x-${randomUUID()}`
  for (const kind of ['reset', 'truncated', 'status'] as const) {
    const { userId } = await ownPhone()
    await recognize.mapExternalUser(externalId, [userId])
    await recognize.setFault(userId, { on: 'list', kind, times: 2 })
    await recognize.setLookUpFault(externalId, { on: 'lookup', kind, times: 1 })
    expect(await listUserDevices(userId, readDeadline())).toMatchObject({ ok: true })
    const found = await findUserIdsByExternalId(externalId, readDeadline())
    expect(found).toEqual({ ok: true, value: [userId] })
    await recognize.clearLookUpFaults(externalId)
  }
})

test('retries are a tenth of the calls and a reserve of ten, whatever the calls end in @J4', async () => {
  // 429 with a time that fits: retried, and no matter for the breaker.
  const { userId } = await ownPhone()
  const fault = { on: 'list', kind: 'status', status: 429, retryAfter: 0 } as const
  await recognize.setFault(userId, fault)
  for (let group = 0; group < 5; group++)
    await Promise.all(Array.from({ length: 10 }, () => listUserDevices(userId, readDeadline())))
  const calls = await recognize.journal({ userId })
  expect(calls.length - 50).toBeGreaterThanOrEqual(10)
  expect(calls.length - 50).toBeLessThanOrEqual(15)
})
