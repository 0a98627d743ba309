import { randomUUID } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { deadlineIn } from '@/lib/platform/deadline'
import { succeed } from '@/lib/platform/result'
import { failed } from '@/lib/recognize/attempt-result'
import { forgetUpstreams, through, upstreamAt } from '@/lib/recognize/upstream'
import { normaliseUserId } from '@/lib/recognize/user-id'
import { useEnvironment } from '../builders/environment'
import { logged } from './support/service'

useEnvironment()

const soon = () => deadlineIn(2_700)

test(
  'ten failures of the service open the breaker; what says nothing of it, or works, doesn’t',
  { tag: ['@J4'] },
  async () => {
    const upstream = upstreamAt(`https://${randomUUID()}.example`)
    const after = async (result: ReturnType<typeof failed> | ReturnType<typeof succeed>) => {
      for (let times = 0; times < 11; times++) await through(upstream, soon(), async () => result)
      return upstream.breaker.refuses()
    }
    for (const code of [
      'key-refused',
      'not-found',
      'rejected',
      'busy',
      'unexpected-answer',
    ] as const)
      expect([code, await after(failed(code))]).toEqual([code, false])
    for (const end of ['cut-short', 'abandoned', 'no-time', 'full'] as const)
      expect([end, await after(failed('timeout', end))]).toEqual([end, false])
    for (const code of ['unreachable', 'timeout', 'unavailable'] as const) {
      const other = upstreamAt(`https://${randomUUID()}.example`)
      for (let times = 0; times < 10; times++) {
        expect([code, times, other.breaker.refuses()]).toEqual([code, times, false])
        await through(other, soon(), async () => failed(code))
      }
      expect([code, other.breaker.refuses()]).toEqual([code, true])
    }
    const lines = await logged(async () => {
      expect(await after(failed('unavailable'))).toBe(true)
    })
    expect(lines).toEqual([['error', { breaker: 'open' }, 'recognize breaker']])
    let calls = 0
    const refused = await through(upstream, soon(), async () => failed((calls++, 'busy')))
    expect([refused, calls]).toEqual([failed('unavailable', 'breaker'), 0])
  },
)

test('what throws frees its place and is nobody’s failure', { tag: ['@J4'] }, async () => {
  const upstream = upstreamAt(`https://${randomUUID()}.example`)
  const bug = () => Promise.reject(new Error('a bug'))
  for (let times = 0; times < 40; times++)
    await expect(through(upstream, soon(), bug)).rejects.toThrow('a bug')
  expect(await through(upstream, soon(), async () => succeed('still there'))).toEqual(
    succeed('still there'),
  )
})

test(
  'who gets no place is told busy, who left meanwhile that they left; the time of waiting is the deadline’s',
  { tag: ['@J4'] },
  async () => {
    const upstream = upstreamAt(`https://${randomUUID()}.example`)
    const ending = new AbortController()
    const held = new Promise((resolve) => ending.signal.addEventListener('abort', resolve))
    const inside = Array.from({ length: 16 }, () =>
      through(upstream, soon(), async () => {
        await held
        return succeed('in')
      }),
    )
    const before = performance.now()
    expect(await through(upstream, deadlineIn(30), async () => succeed('no'))).toEqual(
      failed('busy', 'full'),
    )
    expect(performance.now() - before).toBeLessThan(400)
    const leaving = new AbortController()
    const waiting = through(upstream, deadlineIn(2_700, leaving.signal), async () => succeed('no'))
    leaving.abort()
    expect(await waiting).toEqual(failed('timeout', 'abandoned'))
    const late = performance.now()
    expect(await through(upstream, soon(), async () => succeed('no'))).toEqual(
      failed('busy', 'full'),
    )
    expect(performance.now() - late).toBeGreaterThan(450)
    ending.abort()
    expect(await Promise.all(inside)).toEqual(Array(16).fill(succeed('in')))
    expect(upstream.breaker.refuses()).toBe(false)
  },
)

test(
  'a service has one memory, another one its own, until all is forgotten',
  { tag: ['@J4'] },
  () => {
    const one = upstreamAt('https://one.example')
    expect(upstreamAt('https://one.example')).toBe(one)
    expect(upstreamAt('https://two.example')).not.toBe(one)
    forgetUpstreams()
    expect(upstreamAt('https://one.example')).not.toBe(one)
  },
)

test('that a service works again is told without alarm', { tag: ['@J4'] }, async () => {
  const upstream = upstreamAt(`https://${randomUUID()}.example`)
  const realNow = performance.now.bind(performance)
  const lines = await logged(async () => {
    try {
      for (let times = 0; times < 10; times++)
        await through(upstream, soon(), async () => failed('unavailable'))
      const later = realNow() + 5_001
      performance.now = () => later
      await through(upstream, deadlineIn(2_700), async () => succeed('works'))
    } finally {
      performance.now = realNow
    }
  })
  expect(lines).toEqual([
    ['error', { breaker: 'open' }, 'recognize breaker'],
    ['info', { breaker: 'closed' }, 'recognize breaker'],
  ])
})

test(
  'a Recognize user ID is hex of 2 to 256 digits, in any case, with any spaces',
  { tag: ['@D7'] },
  () => {
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
  },
)
