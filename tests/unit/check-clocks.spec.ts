import { expect, test } from 'vitest'
import { createClockMemory, findClockProblem } from '@/lib/audit/integrity/check-clocks'

const DAY = 86_400_000
const HOUR = DAY / 24
const START = Date.parse('2026-03-01T12:00:00Z')
const at = (days: number) => new Date(START + days * DAY)

/** What a look finds when all that was signed is of the start, and both clocks show `days` later. */
function look(days: number, memory = createClockMemory(), monotonic = 0, resumed = 0) {
  const signed = { accepted: at(0), newest: at(0) }
  const resumption = resumed === 0 ? null : { id: resumed, recordedAt: at(0) }
  const clocks = { portal: at(days), database: at(days) }
  return findClockProblem(clocks, { ...signed, resumed: resumption }, memory, monotonic)?.why
}

test('a clock that has gone on for no more than a day since it was signed is right; more is not @I3', () => {
  expect(look(0.99)).toBeUndefined()
  expect(look(-0.99)).toBeUndefined()
  expect(look(1.01)).toBe('clock-ahead')
  expect(look(-1.01)).toBe('clock-behind')
  expect(look(425)).toBe('clock-ahead')
})

test('a process that has run all the while knows how much time has passed @I3', () => {
  const memory = createClockMemory()
  expect(look(0, memory)).toBeUndefined()
  expect(look(40, memory, 40 * DAY)).toBeUndefined()
  expect(look(40, memory, 38 * DAY)).toBe('clock-ahead')
  expect(look(38, memory, 40 * DAY)).toBe('clock-behind')
})

test('a clock that is moved on by less than a day each hour is found within two hours @I3', () => {
  const memory = createClockMemory()
  expect(look(0, memory)).toBeUndefined()
  const signed = { newest: at(0), resumed: null }
  const found = [1, 2].map((hour) => {
    const clocks = { portal: at(hour * 0.9), database: at(hour * 0.9) }
    // The time that was reached an hour before was signed.
    const accepted = at((hour - 1) * 0.9)
    return findClockProblem(clocks, { ...signed, accepted }, memory, hour * HOUR)?.why
  })
  expect(found).toEqual([undefined, 'clock-ahead'])
})

test('clocks a day apart, and entries that are later than the clock, are found whatever was signed @I3', () => {
  const signed = { accepted: at(0), newest: at(0), resumed: null }
  const clocks = { portal: at(1.1), database: at(0) }
  expect(findClockProblem(clocks, signed, createClockMemory(), 0)?.why).toBe('clocks-differ')
  const now = { portal: at(0), database: at(0) }
  const later = { ...signed, newest: at(2) }
  expect(findClockProblem(now, later, createClockMemory(), 0)?.why).toBe('clock-behind')
  // An operator has seen these entries.
  const seen = { ...later, resumed: { id: 7, recordedAt: at(2) } }
  expect(findClockProblem(now, seen, createClockMemory(), 0)).toBeNull()
})

test('what an operator says counts for a process that remembers another time @I3', () => {
  const memory = createClockMemory()
  expect(look(0, memory)).toBeUndefined()
  expect(look(0, memory, 3 * DAY)).toBe('clock-behind')
  expect(look(0, memory, 3 * DAY, 8)).toBeUndefined()
})
