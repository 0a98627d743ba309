import { expect, test } from 'vitest'
import { z } from 'zod'
import { deadlineIn } from '@/lib/platform/deadline'
import { succeed } from '@/lib/platform/result'
import { sendAttempt } from '@/lib/recognize/transport/attempt'
import { failedAttempt, wasSent, type AttemptEnd } from '@/lib/recognize/transport/attempt-result'
import { ENVIRONMENT, useEnvironment } from '../builders/environment'
import { answer, broken, silence, withService, type Service } from './support/service'

useEnvironment()

const MAX_BYTES = 4 * 1024 * 1024
const exchange = {
  method: 'GET',
  url: 'https://recognize.example/v2/users',
  requestId: 'number-1',
  answer: z.object({ ok: z.string() }),
} as const
const time = { ms: 1_000, cutShort: false, abort: null }

const tryAt = (service: Service, changes: Partial<Parameters<typeof sendAttempt>[1]> = {}) =>
  withService([service], async (sent) => ({
    result: await sendAttempt(exchange, { ...time, ...changes }),
    sent,
  }))

/** A body in pieces, which says when it was let go. */
function inPieces(pieces: readonly Uint8Array[], init?: ResponseInit) {
  const seen = { taken: 0, cancelled: false }
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        const piece = pieces[seen.taken]
        seen.taken += 1
        if (piece) controller.enqueue(piece)
        else controller.close()
      },
      cancel: () => void (seen.cancelled = true),
    },
    { highWaterMark: 0 },
  )
  return { seen, service: () => new Response(body, init) }
}

test('a redirect is neither followed nor an answer @D7 @J4', async () => {
  const moved = () =>
    new Response(null, { status: 302, headers: { Location: 'https://evil.example/' } })
  const { result, sent } = await tryAt(moved)
  expect(result).toEqual(failedAttempt('unexpected-answer'))
  expect(sent.map(({ init }) => init.redirect)).toEqual(['manual'])
})

test('a call carries the key and its number, asks for JSON, and no cache keeps it @D7', async () => {
  const { result, sent } = await tryAt(answer({ ok: 'yes', more: 1 }))
  expect(result).toEqual(succeed({ ok: 'yes' }))
  expect(sent).toMatchObject([{ url: exchange.url, init: { method: 'GET', cache: 'no-store' } }])
  expect(sent[0]?.init.headers).toEqual({
    Accept: 'application/json',
    'X-Api-Key': ENVIRONMENT.RECOGNIZE_API_KEY,
    'X-Request-Id': 'number-1',
  })
})

test('an error of the service is told by its status, and its body is let go unread @J4', async () => {
  const { seen, service } = inPieces([Buffer.from('x')], {
    status: 503,
    headers: { 'Retry-After': '2' },
  })
  const { result } = await tryAt(service)
  expect(result).toEqual(failedAttempt('unavailable', 'service', 2_000))
  expect(seen).toEqual({ taken: 0, cancelled: true })
  const { result: bare } = await tryAt(() => new Response(null, { status: 404 }))
  expect(bare).toEqual(failedAttempt('not-found'))
})

for (const [what, service] of [
  ['no JSON', () => new Response('<html>')],
  ['nothing', () => new Response(null)],
  ['another shape', answer({ ok: 7 })],
] as const)
  test(`${what} is an unexpected answer @J4`, async () => {
    expect((await tryAt(service)).result).toEqual(failedAttempt('unexpected-answer'))
  })

test('of a body that is too large no more is read than shows it; the largest one is read @J4', async () => {
  const piece = Buffer.alloc(MAX_BYTES / 4, 'a')
  const endless = inPieces(Array.from({ length: 9 }, () => piece))
  expect((await tryAt(endless.service)).result).toEqual(failedAttempt('unexpected-answer'))
  expect(endless.seen).toEqual({ taken: 5, cancelled: true })

  const frame = Buffer.byteLength(JSON.stringify({ ok: '' }))
  const text = JSON.stringify({ ok: 'a'.repeat(MAX_BYTES - frame) })
  const largest = await tryAt(() => new Response(text))
  expect(largest.result.ok).toBe(true)
  const larger = await tryAt(() => new Response(`${text} `))
  expect(larger.result).toEqual(failedAttempt('unexpected-answer'))
})

test('a character that is cut between two pieces comes out whole @J4', async () => {
  const bytes = Buffer.from(JSON.stringify({ ok: 'é' }))
  const middle = bytes.indexOf(Buffer.from('é')) + 1
  const { service } = inPieces([bytes.subarray(0, middle), bytes.subarray(middle)])
  expect((await tryAt(service)).result).toEqual(succeed({ ok: 'é' }))
  const torn = inPieces([bytes.subarray(0, middle)])
  expect((await tryAt(torn.service)).result).toEqual(failedAttempt('unexpected-answer'))
})

test('a lost connection is unreachable, also when somebody might still leave @J4', async () => {
  const abort = new AbortController().signal
  expect((await tryAt(broken, { abort })).result).toEqual(failedAttempt('unreachable'))
  expect((await tryAt(broken)).result).toEqual(failedAttempt('unreachable'))
})

test('silence ends with the time, and says whether that was a whole attempt’s @J4', async () => {
  const before = performance.now()
  expect((await tryAt(silence, { ms: 30 })).result).toEqual(failedAttempt('timeout'))
  const cut = await tryAt(silence, { ms: 30, cutShort: true })
  expect(cut.result).toEqual(failedAttempt('timeout', 'cut-short'))
  expect(performance.now() - before).toBeGreaterThan(55)
})

test('whoever leaves ends the attempt at once, and one that has left begins none @J4', async () => {
  const leaving = new AbortController()
  const under = tryAt(silence, { ms: 20_000, abort: leaving.signal })
  leaving.abort()
  expect((await under).result).toEqual(failedAttempt('timeout', 'abandoned'))
  expect((await under).sent[0]?.init.signal?.aborted).toBe(true)
  const late = await tryAt(answer({ ok: 'yes' }), { abort: leaving.signal })
  expect(late).toEqual({ result: failedAttempt('timeout', 'abandoned'), sent: [] })
})

test('an answer takes back the timer and the ear for who leaves @J4', async () => {
  const { signal } = new AbortController()
  const heard: string[] = []
  const [add, remove] = [
    signal.addEventListener.bind(signal),
    signal.removeEventListener.bind(signal),
  ]
  signal.addEventListener = (type: string, listener: EventListener) => {
    heard.push(`+${type}`)
    add(type, listener)
  }
  signal.removeEventListener = (type: string, listener: EventListener) => {
    heard.push(`-${type}`)
    remove(type, listener)
  }
  const { sent } = await tryAt(answer({ ok: 'yes' }), { ms: 20, abort: signal })
  expect(heard).toEqual(['+abort', '-abort'])
  await new Promise((resolve) => setTimeout(resolve, 40))
  expect(sent[0]?.init.signal?.aborted).toBe(false)
})

test('only what was let be here never reached the service @J4', () => {
  const sent: Record<AttemptEnd, boolean> = {
    service: true,
    'cut-short': true,
    abandoned: true,
    'no-time': false,
    breaker: false,
    full: false,
  }
  for (const [end, isSent] of Object.entries(sent)) {
    const result = failedAttempt('timeout', end as AttemptEnd)
    expect([end, !result.ok && wasSent(result.error)]).toEqual([end, isSent])
  }
  expect(deadlineIn(-5).left()).toBe(0)
})
