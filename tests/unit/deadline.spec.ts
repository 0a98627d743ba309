import assert from 'node:assert/strict'
import { expect, test } from 'vitest'
import fc from 'fast-check'
import {
  BRIEF_BUDGET_MS,
  briefDeadline,
  deadlineIn,
  READ_BUDGET_MS,
  readDeadline,
} from '@/lib/platform/deadline'

const times = fc.integer({ min: 0, max: 10_000 })

test('however deadlines are nested, none outlasts the one it came from @J4', () => {
  fc.assert(
    fc.property(
      times,
      fc.array(fc.record({ wanted: times, passes: times }), { maxLength: 8 }),
      (first, steps) => {
        let time = 1_000
        const outer = deadlineIn(first, undefined, () => time)
        let deadline = outer
        for (const { wanted, passes } of steps) {
          const before = deadline.left()
          deadline = deadline.within(wanted)
          assert.equal(deadline.left(), Math.min(before, wanted))
          time += passes
          assert.ok(deadline.left() <= outer.left())
          assert.ok(deadline.left() >= 0)
        }
      },
    ),
  )
})

test('a deadline that is over stays over @J4', () => {
  let time = 0
  const deadline = deadlineIn(50, undefined, () => time)
  time = 51
  expect(deadline.left()).toBe(0)
  expect(deadline.within(1_000).left()).toBe(0)
})

test('whoever stops waiting stops waiting for every part @J4', () => {
  const browser = new AbortController()
  const part = deadlineIn(1_000, browser.signal).within(10)
  browser.abort()
  expect(part.abort?.aborted).toBe(true)
  expect(deadlineIn(1_000).abort).toBeNull()
})

test('outside of a request there is a budget, and nobody who could leave @J4', () => {
  expect([READ_BUDGET_MS, BRIEF_BUDGET_MS]).toEqual([10_000, 2_700])
  for (const [deadline, ms] of [
    [readDeadline(), READ_BUDGET_MS],
    [briefDeadline(), BRIEF_BUDGET_MS],
  ] as const) {
    expect(deadline.abort).toBeNull()
    expect(deadline.left()).toBeLessThanOrEqual(ms)
    expect(deadline.left()).toBeGreaterThan(ms - 1_000)
  }
})
