import assert from 'node:assert/strict'
import { expect, test } from 'vitest'
import fc from 'fast-check'
import { readRetryAfter } from '@/lib/recognize/transport/retry-after'
import { createRetryBudget } from '@/lib/platform/resilience/retry-budget'

const at = new Date('2026-03-01T12:00:00Z')

const DATE = 'Sun, 01 Mar 2026 12:00:03 GMT'

for (const text of [
  'soon',
  '-1',
  '1.5',
  '1e3',
  '0x10',
  'Infinity',
  '5 minutes',
  '2026-03-01',
  '',
  `x ${DATE}`,
  `${DATE}+0100`,
])
  test(`a Retry-After of ${JSON.stringify(text)} is none @J4`, () => {
    expect(readRetryAfter(text, at)).toBeNull()
  })

test('no header is no Retry-After @J4', () => {
  expect(readRetryAfter(null, at)).toBeNull()
})

test('seconds and dates are understood, a date that has passed means now @J4', () => {
  expect(readRetryAfter(' 2 ', at)).toBe(2_000)
  expect(readRetryAfter('0', at)).toBe(0)
  expect(readRetryAfter(DATE, at)).toBe(3_000)
  expect(readRetryAfter('Sun, 01 Mar 2026 11:59:00 GMT', at)).toBe(0)
  expect(readRetryAfter('9'.repeat(400), at)).toBe(Infinity)
})

test('any text gives null or a time that is not negative @J4', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const ms = readRetryAfter(text, at)
      assert.ok(ms === null || ms >= 0)
    }),
  )
})

test('over any stretch of calls there are at most ten retries and one for every ten calls @J4', () => {
  const calls = fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 400 })
  fc.assert(
    fc.property(calls, calls, (before, stretch) => {
      const budget = createRetryBudget()
      const make = (wanted: number) => {
        budget.earn()
        return Array.from({ length: wanted }, () => budget.take()).filter(Boolean).length
      }
      before.forEach(make)
      const retries = stretch.map(make).reduce((sum, made) => sum + made, 0)
      assert.ok(retries <= 10 + Math.ceil(stretch.length / 10))
    }),
  )
})

test('a short disturbance may take the whole reserve: ten retries, and no eleventh @J4', () => {
  const budget = createRetryBudget()
  const taken = Array.from({ length: 11 }, () => budget.take())
  expect(taken).toEqual([...Array<boolean>(10).fill(true), false])
})

test('once the reserve is used up, a service that only fails gets 1.1 times its calls @J4', () => {
  const budget = createRetryBudget()
  const call = () => {
    budget.earn()
    return 1 + Number(budget.take()) + Number(budget.take())
  }
  for (let warm = 0; warm < 50; warm++) call()
  const sent = Array.from({ length: 1_000 }, call).reduce((sum, attempts) => sum + attempts, 0)
  expect(sent).toBe(1_100)
})
