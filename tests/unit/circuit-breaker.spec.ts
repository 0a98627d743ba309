import assert from 'node:assert/strict'
import { expect, test } from 'vitest'
import fc from 'fast-check'
import {
  createCircuitBreaker,
  FAILURES_TO_OPEN,
  OPEN_MS,
  type CircuitState,
  type Verdict,
} from '@/lib/platform/resilience/circuit-breaker'

/** A breaker on a clock of the test. */
function setUp() {
  let time = 0
  const changes: CircuitState[] = []
  const breaker = createCircuitBreaker(
    () => time,
    (state) => changes.push(state),
  )
  const call = (verdict: Verdict) => {
    const judge = breaker.begin()
    judge?.(verdict)
    return judge !== null
  }
  const failTimes = (count: number) => Array.from({ length: count }, () => call('fails'))
  const pass = (ms: number) => {
    time += ms
  }
  return { breaker, call, failTimes, pass, changes }
}

test('nine failures in a row refuse nothing, nor do more with a working call between them @J4', () => {
  const { breaker, call, failTimes } = setUp()
  failTimes(9)
  expect(call('works')).toBe(true)
  failTimes(9)
  expect(breaker.refuses()).toBe(false)
})

test('calls that say nothing of the service neither count nor undo the count @J4', () => {
  const { breaker, call, failTimes } = setUp()
  for (let round = 0; round < 100; round++) call('unknown')
  failTimes(9)
  call('unknown')
  expect(breaker.refuses()).toBe(false)
  failTimes(1)
  expect(breaker.refuses()).toBe(true)
})

test('ten failures refuse every call for five seconds @J4', () => {
  const { failTimes, call, pass, changes } = setUp()
  failTimes(10)
  expect(changes).toEqual(['open'])
  pass(4_999)
  expect(call('works')).toBe(false)
  pass(1)
  expect(call('works')).toBe(true)
})

test('while one call tries, all others are refused @J4', () => {
  const { breaker, failTimes, pass, changes } = setUp()
  failTimes(10)
  pass(OPEN_MS)
  const probe = breaker.begin()
  expect(probe).not.toBeNull()
  expect(breaker.begin()).toBeNull()
  pass(60_000)
  expect(breaker.begin()).toBeNull()
  probe?.('works')
  expect(breaker.begin()).not.toBeNull()
  expect(changes).toEqual(['open', 'closed'])
})

test('a try that fails starts the five seconds anew, and says so only once @J4', () => {
  const { failTimes, call, pass, breaker, changes } = setUp()
  failTimes(10)
  pass(OPEN_MS)
  expect(call('fails')).toBe(true)
  pass(OPEN_MS - 1)
  expect(breaker.refuses()).toBe(true)
  pass(1)
  expect(breaker.refuses()).toBe(false)
  expect(changes).toEqual(['open'])
})

test('a try that learnt nothing, such as an abandoned one, opens nothing and leaves the next to try @J4', () => {
  const { failTimes, call, pass, breaker, changes } = setUp()
  failTimes(10)
  pass(OPEN_MS)
  expect(call('unknown')).toBe(true)
  expect(changes).toEqual(['open'])
  expect(call('fails')).toBe(true)
  expect(breaker.refuses()).toBe(true)
})

test('calls from before the opening decide nothing when they come back late @J4', () => {
  const { breaker, failTimes, pass } = setUp()
  const [lateSuccess, lateFailure] = [breaker.begin(), breaker.begin()]
  failTimes(10)
  lateSuccess?.('works')
  expect(breaker.refuses()).toBe(true)
  pass(OPEN_MS)
  const probe = breaker.begin()
  lateFailure?.('fails')
  probe?.('works')
  failTimes(9)
  expect(breaker.refuses()).toBe(false)
})

test('calls from before the opening decide nothing after the recovery either @J4', () => {
  const { breaker, call, failTimes, pass } = setUp()
  const late = breaker.begin()
  failTimes(10)
  pass(OPEN_MS)
  call('works')
  failTimes(9)
  late?.('fails')
  expect(breaker.refuses()).toBe(false)
})

test('a service that only fails is called at most once in five seconds after the tenth time @J4', () => {
  const steps = fc.array(fc.integer({ min: 0, max: 4_000 }), { maxLength: 300 })
  fc.assert(
    fc.property(steps, (waits) => {
      const { call, pass } = setUp()
      const calledAt: number[] = []
      let time = 0
      for (const wait of waits) {
        time += wait
        pass(wait)
        if (call('fails')) calledAt.push(time)
      }
      const late = calledAt.slice(FAILURES_TO_OPEN - 1)
      for (const [index, moment] of late.entries()) {
        const before = late[index - 1]
        assert.ok(before === undefined || moment - before >= OPEN_MS)
      }
    }),
  )
})

test('after a recovery the first call in five seconds’ time closes it, whatever came before @J4', () => {
  const verdicts = fc.array(fc.constantFrom<Verdict>('works', 'fails', 'unknown'))
  fc.assert(
    fc.property(verdicts, (before) => {
      const { call, pass, breaker } = setUp()
      before.forEach(call)
      pass(OPEN_MS)
      assert.ok(call('works'))
      assert.ok(!breaker.refuses())
    }),
  )
})
