import { beforeEach, expect, test, vi } from 'vitest'
import { deadlineIn } from '@/lib/platform/deadline'
import { succeed } from '@/lib/platform/result'
import {
  deleteUserDevice,
  findUserIdsByExternalId,
  listUserDevices,
  readOperation,
} from '@/lib/recognize/client'
import { forgetUpstreams } from '@/lib/recognize/transport/upstream'
import { useEnvironment } from '../builders/environment'
import { deviceRow, newSigningKey, newUserId } from '../builders/rows'
import { answer, broken, logged, silence, withService, type Service } from './support/service'

useEnvironment()

// Every test begins with a service of which nothing is known.
beforeEach(() => forgetUpstreams())

const BASE = 'https://recognize.example/base/v2'
const soon = () => deadlineIn(2_700)
const unavailable = answer({}, { status: 503, headers: { 'Retry-After': '0' } })
const userId = newUserId()

test('a DELETE is sent once, whatever comes of it, and goes on when whoever asked has left @J4', async () => {
  const left = AbortSignal.abort()
  for (const [service, code] of [
    [unavailable, 'unavailable'],
    [broken, 'unreachable'],
    [answer([]), 'unexpected-answer'],
  ] as const)
    await withService([service], async (sent) => {
      const result = await deleteUserDevice(userId, 'a+b/c=', deadlineIn(2_700, left))
      expect(result).toMatchObject({ ok: false, error: { code, sent: true } })
      expect(sent.map(({ url, init }) => [init.method, url])).toEqual([
        ['DELETE', `${BASE}/users/${userId}/devices/a%2Bb%2Fc%3D`],
      ])
    })
  await withService([answer({ success: true })], async () => {
    expect((await deleteUserDevice(userId, 'a', soon())).ok).toBe(true)
  })
})

test('a list is asked for three times at most, with one number, and comes in our words @J4', async () => {
  await withService([unavailable], async (sent) => {
    const result = await listUserDevices(userId, soon())
    expect(result).toMatchObject({ ok: false, error: { code: 'unavailable', sent: true } })
    expect(sent.map(({ url, init }) => [init.method, url])).toEqual(
      Array(3).fill(['GET', `${BASE}/users/${userId}/devices`]),
    )
    const numbers = new Set(sent.map(({ init }) => init.headers['X-Request-Id']))
    expect([...numbers]).toEqual([!result.ok && result.error.requestId])
  })
  const row = deviceRow({ userId, publicSigningKey: newSigningKey() })
  await withService([unavailable, answer([row])], async () => {
    const list = await listUserDevices(userId, soon())
    expect(list).toMatchObject({
      ok: true,
      value: [
        {
          userId,
          publicSigningKey: row.publicSigningKey,
          addedAt: '2025-01-15T09:00:00.000000000Z',
        },
      ],
    })
  })
})

test('people behind an external ID come once each, in upper case; odd ones refuse the answer @D7', async () => {
  const users = [{ userId: 'ab' }, { userId: 'AB' }, { userId: 'cd' }]
  await withService([answer(users)], async (sent) => {
    expect(await findUserIdsByExternalId('a/../b', soon())).toEqual(succeed(['AB', 'CD']))
    expect(sent.map(({ url, init }) => [init.method, url])).toEqual([
      ['GET', `${BASE}/external-users/a%2F..%2Fb/users`],
    ])
  })
  for (const odd of [[{ userId: 'x' }], [{ userId: 'AB/' }], [{}], {}])
    await withService([answer(odd)], async () => {
      const result = await findUserIdsByExternalId('ada', soon())
      expect(result).toMatchObject({ ok: false, error: { code: 'unexpected-answer' } })
    })
})

test('an operation is somebody’s, and only the one that was asked about @D7', async () => {
  const operation = { userId: 'ab', operationId: 'op 1', apiKey: 'secret' }
  await withService([answer(operation)], async (sent) => {
    expect(await readOperation('op 1', soon())).toEqual(succeed({ userId: 'AB' }))
    expect(sent.map(({ url, init }) => [init.method, url])).toEqual([
      ['GET', `${BASE}/operations/op%201`],
    ])
    expect(await readOperation('op 2', soon())).toMatchObject({ ok: false })
  })
})

test('nothing is sent when no time is left, and that is said @J4', async () => {
  await withService([], async (sent) => {
    const lines = await logged(async () => {
      const result = await listUserDevices(userId, deadlineIn(0))
      expect(result).toMatchObject({ ok: false, error: { code: 'timeout', sent: false } })
    })
    expect(sent).toEqual([])
    expect(lines).toMatchObject([
      ['warn', { outcome: 'timeout', end: 'no-time' }, 'recognize call'],
    ])
  })
})

test('an attempt that the deadline cuts short says nothing of the service @J4', async () => {
  await withService([silence], async () => {
    const lines = await logged(() => listUserDevices(userId, deadlineIn(60)))
    expect(lines).toMatchObject([
      ['warn', { outcome: 'timeout', end: 'cut-short' }, 'recognize call'],
    ])
  })
})

for (const [givenMs, endsAt, end] of [
  [7_900, 7_900, 'cut-short'],
  [10_000, 10_000, undefined],
  [30_000, 10_000, undefined],
] as const)
  test(`silence for ${endsAt / 1_000} of ${givenMs / 1_000} s ${end ? 'says nothing of a service that may be slow' : 'is the service’s failure'}, and is not asked about again @J4`, async () => {
    vi.useFakeTimers()
    try {
      await withService([silence, answer([])], async (sent) => {
        const lines = await logged(async () => {
          let ended = false
          const call = listUserDevices(userId, deadlineIn(givenMs)).finally(() => (ended = true))
          await vi.advanceTimersByTimeAsync(endsAt - 1)
          expect(ended).toBe(false)
          await vi.advanceTimersByTimeAsync(1)
          expect(await call).toMatchObject({ ok: false, error: { code: 'timeout', sent: true } })
        })
        expect(sent).toHaveLength(1)
        expect(lines).toEqual([
          [
            'warn',
            {
              requestId: expect.any(String),
              operation: 'list devices',
              attempt: 1,
              ms: endsAt,
              outcome: 'timeout',
              ...(end === undefined ? {} : { end }),
            },
            'recognize call',
          ],
        ])
      })
    } finally {
      vi.useRealTimers()
    }
  })

test('a DELETE that answers after eight seconds is done, and one that never answers ends after ten @J4', async () => {
  vi.useFakeTimers()
  try {
    const late: Service = () =>
      new Promise((resolve) => setTimeout(() => resolve(Response.json({ success: true })), 8_000))
    for (const [service, ms, ok] of [
      [late, 8_000, true],
      [silence, 10_000, false],
    ] as const)
      await withService([service], async (sent) => {
        const begun = performance.now()
        const call = deleteUserDevice(userId, 'a', deadlineIn(60_000))
        const ended = call.then(() => performance.now() - begun)
        await vi.advanceTimersByTimeAsync(20_000)
        expect([(await call).ok, await ended, sent.length]).toEqual([ok, ms, 1])
      })
  } finally {
    vi.useRealTimers()
  }
})

test('each attempt is a line of the log without ids; a refused key is an error @G4 @J4', async () => {
  const told = async (services: Service[], call: () => Promise<unknown>) =>
    withService(services, async () => logged(call))
  const list = () => listUserDevices(userId, soon())
  const [ok, ...rest] = await told([answer([])], list)
  expect(rest).toEqual([])
  expect(ok).toEqual([
    'info',
    {
      requestId: expect.any(String),
      operation: 'list devices',
      attempt: 1,
      ms: expect.any(Number),
      outcome: 'ok',
    },
    'recognize call',
  ])
  const [refused] = await told([answer({}, { status: 401 })], list)
  expect(refused).toEqual([
    'error',
    expect.objectContaining({ outcome: 'key-refused' }),
    'recognize call',
  ])
  expect(refused?.[1]).not.toHaveProperty('end')
  const failing = await told([unavailable], list)
  expect(failing.map(([level, fields]) => [level, fields])).toMatchObject(
    [1, 2, 3].map((number) => ['warn', { attempt: number, outcome: 'unavailable' }]),
  )
  const gone = await told([], () => listUserDevices(userId, deadlineIn(2_700, AbortSignal.abort())))
  expect(gone).toMatchObject([['info', { outcome: 'abandoned' }, 'recognize call']])
  const names = [
    await told([answer({})], () => deleteUserDevice(userId, 'key', soon())),
    await told([answer([])], () => findUserIdsByExternalId('ada', soon())),
    await told([answer({}, { status: 404 })], () => readOperation('op', soon())),
  ].map(([line]) => line?.[1])
  expect(names).toMatchObject([
    { operation: 'delete device' },
    { operation: 'look up external user' },
    { operation: 'read operation' },
  ])
  expect(JSON.stringify([ok, refused, failing, gone, names])).not.toContain(userId)
})
