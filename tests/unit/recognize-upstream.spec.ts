import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { deadlineIn } from '@/lib/platform/deadline'
import { succeed } from '@/lib/platform/result'
import { failedAttempt } from '@/lib/recognize/transport/attempt-result'
import { FAILURES_TO_OPEN } from '@/lib/platform/resilience/circuit-breaker'
import { PAGE_PLACES, PLACES, PLACES_EACH, SEATS_EACH } from '@/lib/recognize/transport/upstream'
import { forgetUpstreams, withCircuitBreaker, upstreamAt } from '@/lib/recognize/transport/upstream'
import { normaliseUserId } from '@/lib/recognize/user-id'
import { useEnvironment } from '../builders/environment'
import { besideTimer } from '../fixtures/beside-timer'
import { logged } from './support/service'

useEnvironment()

const soon = () => deadlineIn(2_700)
const newUpstream = () => upstreamAt(`https://${randomUUID()}.example`)

/** Calls that are under way until they are let go. */
function holding() {
  const ending = new AbortController()
  const end = new Promise((resolve) => ending.signal.addEventListener('abort', resolve))
  const hold = async () => {
    await end
    return succeed('in')
  }
  return { hold, letGo: () => ending.abort() }
}

test('ten failures of the service open the breaker; what says nothing of it, or works, doesn’t @J4', async () => {
  const upstream = newUpstream()
  const after = async (result: ReturnType<typeof failedAttempt> | ReturnType<typeof succeed>) => {
    for (let times = 0; times < 11; times++)
      await withCircuitBreaker(upstream, soon(), async () => result)
    return upstream.breaker.refuses()
  }
  for (const code of ['key-refused', 'not-found', 'rejected', 'busy', 'unexpected-answer'] as const)
    expect([code, await after(failedAttempt(code))]).toEqual([code, false])
  for (const end of ['cut-short', 'abandoned', 'no-time', 'full'] as const)
    expect([end, await after(failedAttempt('timeout', end))]).toEqual([end, false])
  for (const code of ['unreachable', 'timeout', 'unavailable'] as const) {
    const other = newUpstream()
    for (let times = 0; times < 10; times++) {
      expect([code, times, other.breaker.refuses()]).toEqual([code, times, false])
      await withCircuitBreaker(other, soon(), async () => failedAttempt(code))
    }
    expect([code, other.breaker.refuses()]).toEqual([code, true])
  }
  const lines = await logged(async () => {
    expect(await after(failedAttempt('unavailable'))).toBe(true)
  })
  expect(lines).toEqual([['error', { breaker: 'open' }, 'recognize breaker']])
  let calls = 0
  const refused = await withCircuitBreaker(upstream, soon(), async () =>
    failedAttempt((calls++, 'busy')),
  )
  expect([refused, calls]).toEqual([failedAttempt('unavailable', 'breaker'), 0])
})

test('what throws frees its place and is nobody’s failure @J4', async () => {
  const upstream = newUpstream()
  const bug = () => Promise.reject(new Error('a bug'))
  for (let times = 0; times < 40; times++)
    await expect(withCircuitBreaker(upstream, soon(), bug)).rejects.toThrow('a bug')
  expect(await withCircuitBreaker(upstream, soon(), async () => succeed('still there'))).toEqual(
    succeed('still there'),
  )
})

test('who gets no place is told busy, who left meanwhile that they left; the time of waiting is the deadline’s @J4', async () => {
  const upstream = newUpstream()
  const { hold, letGo } = holding()
  const inside = Array.from({ length: PLACES }, () => withCircuitBreaker(upstream, soon(), hold))
  const short = await besideTimer(400, async () =>
    expect(await withCircuitBreaker(upstream, deadlineIn(30), async () => succeed('no'))).toEqual(
      failedAttempt('busy', 'full'),
    ),
  )
  expect(short).toBeLessThan(1)
  const leaving = new AbortController()
  const waiting = withCircuitBreaker(upstream, deadlineIn(2_700, leaving.signal), async () =>
    succeed('no'),
  )
  leaving.abort()
  expect(await waiting).toEqual(failedAttempt('timeout', 'abandoned'))
  const late = performance.now()
  expect(await withCircuitBreaker(upstream, soon(), async () => succeed('no'))).toEqual(
    failedAttempt('busy', 'full'),
  )
  expect(performance.now() - late).toBeGreaterThan(1_950)
  letGo()
  expect(await Promise.all(inside)).toEqual(Array(PLACES).fill(succeed('in')))
  expect(upstream.breaker.refuses()).toBe(false)
})

test('while the breaker is open nobody waits for a place, and who waited when it opened is let in no more @J4', async () => {
  const upstream = newUpstream()
  const { hold, letGo } = holding()
  const inside = Array.from({ length: PLACES }, () => withCircuitBreaker(upstream, soon(), hold))
  let calls = 0
  const call = async () => succeed((calls += 1))
  const waiting = withCircuitBreaker(upstream, soon(), call)
  // All of them have begun by then: what begins after the breaker opened would be refused.
  await new Promise(setImmediate)
  for (let times = 0; times < FAILURES_TO_OPEN; times++) upstream.breaker.begin()?.('fails')
  expect(await withCircuitBreaker(upstream, soon(), call)).toEqual(
    failedAttempt('unavailable', 'breaker'),
  )
  letGo()
  expect(await waiting).toEqual(failedAttempt('unavailable', 'breaker'))
  expect(calls).toBe(0)
  expect(await Promise.all(inside)).toEqual(inside.map(() => succeed('in')))
  const places = Array.from({ length: PLACES }, () => upstream.bulkhead.enter(0, null))
  expect(await Promise.all(places)).not.toContain(null)
})

test('the reading about one person takes no more than that person’s places, and leaves each of them @J4', async () => {
  const upstream = newUpstream()
  const { hold, letGo } = holding()
  const inside = Array.from({ length: PLACES_EACH + SEATS_EACH }, () =>
    withCircuitBreaker(upstream, soon(), hold, 'ada'),
  )
  const call = async () => succeed('in')
  expect(await withCircuitBreaker(upstream, soon(), call, 'ada')).toEqual(
    failedAttempt('busy', 'full'),
  )
  expect(await withCircuitBreaker(upstream, soon(), call, 'ben')).toEqual(succeed('in'))
  expect(await withCircuitBreaker(upstream, soon(), call)).toEqual(succeed('in'))
  letGo()
  expect(await Promise.all(inside)).toEqual(inside.map(() => succeed('in')))
  expect(upstream.readers.size()).toBe(0)

  const all = holding()
  const full = Array.from({ length: PLACES }, () => withCircuitBreaker(upstream, soon(), all.hold))
  expect(await withCircuitBreaker(upstream, deadlineIn(30), call, 'ada')).toEqual(
    failedAttempt('busy', 'full'),
  )
  expect(upstream.readers.size()).toBe(0)
  all.letGo()
  await Promise.all(full)
})

test('pages that hang, of however many people, leave places for those who act, and give theirs back @J4', async () => {
  const upstream = newUpstream()
  const { hold, letGo } = holding()
  const pages = Array.from({ length: PAGE_PLACES }, (_, place) =>
    withCircuitBreaker(upstream, soon(), hold, `person ${place}`),
  )
  const call = async () => succeed('in')
  expect(await withCircuitBreaker(upstream, deadlineIn(30), call, 'ada')).toEqual(
    failedAttempt('busy', 'full'),
  )
  const acts = Array.from({ length: PLACES - PAGE_PLACES }, () =>
    withCircuitBreaker(upstream, deadlineIn(30), hold),
  )
  await new Promise(setImmediate)
  expect(await withCircuitBreaker(upstream, deadlineIn(30), call)).toEqual(
    failedAttempt('busy', 'full'),
  )
  letGo()
  const all = [...pages, ...acts]
  expect(await Promise.all(all)).toEqual(all.map(() => succeed('in')))
  expect(upstream.readers.size()).toBe(0)
  const again = Array.from({ length: PAGE_PLACES }, () => upstream.pages.enter(0, null))
  expect(await Promise.all(again)).not.toContain(null)
})

test('a service has one memory, another one its own, until all is forgotten @J4', () => {
  const one = upstreamAt('https://one.example')
  expect(upstreamAt('https://one.example')).toBe(one)
  expect(upstreamAt('https://two.example')).not.toBe(one)
  forgetUpstreams()
  expect(upstreamAt('https://one.example')).not.toBe(one)
})

for (const [what, result] of [
  ['works again', succeed('works')],
  ['answers again, if only to refuse,', failedAttempt('not-found')],
] as const)
  test(`that a service ${what} is told without alarm @J4`, async () => {
    const upstream = newUpstream()
    const realNow = performance.now.bind(performance)
    const lines = await logged(async () => {
      try {
        for (let times = 0; times < 10; times++)
          await withCircuitBreaker(upstream, soon(), async () => failedAttempt('unavailable'))
        const later = realNow() + 5_001
        performance.now = () => later
        await withCircuitBreaker(upstream, deadlineIn(2_700), async () => result)
      } finally {
        performance.now = realNow
      }
    })
    expect(lines).toEqual([
      ['error', { breaker: 'open' }, 'recognize breaker'],
      ['info', { breaker: 'closed' }, 'recognize breaker'],
    ])
  })

test('a Recognize user ID is hex of 2 to 256 digits, in any case, with any spaces @D7', () => {
  for (const [text, id] of [
    ['ab', 'AB'],
    [' a b\tC9\n', 'ABC9'],
    ['0'.repeat(256), '0'.repeat(256)],
    ['', null],
    ['A', null],
    ['0'.repeat(257), null],
    ['xAB', null],
    ['ABx', null],
    ['../AB', null],
    ['AG', null],
  ] as const)
    expect([text, normaliseUserId(text)]).toEqual([text, id])
})
