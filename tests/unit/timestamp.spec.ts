import assert from 'node:assert/strict'
import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { readTimestamp } from '@/lib/recognize/timestamp'

const epochSecond = fc.integer({ min: 0, max: 4_000_000_000 })
const fraction = fc.stringMatching(/^\d{0,9}$/)

function local(second: number, digits: string): string {
  const text = new Date(second * 1000).toISOString().slice(0, 19)
  return digits === '' ? text : `${text}.${digits}`
}

describe('a timestamp that is none gives null, never a wrong time', () => {
  for (const text of [
    '',
    'yesterday',
    '2025-13-01T09:00:00',
    '2025-02-30T09:00:00',
    '2025-01-15T25:00:00',
    '2025-01-15T09:00:00.1234567890',
    '2025-01-15T09:00:00.000Zebra',
    '1736931600000',
    '+275760-09-13T00:00:00',
    '-000001-01-01T00:00:00',
    '2025-01-15T09:00:00+25:00',
    '\u0000',
  ])
    test(JSON.stringify(text), () => {
      expect(readTimestamp(text, 'UTC')).toBeNull()
    })
})

test('whatever the service sends, the answer is null or a full instant, and nothing is thrown', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('UTC', 'Europe/Berlin'), (text, zone) => {
      const instant = readTimestamp(text, zone)
      return instant === null || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/.test(instant)
    }),
  )
})

test('the two documented forms are read to the last digit', () => {
  expect(readTimestamp('2025-01-15T09:00:00.000', 'UTC')).toBe('2025-01-15T09:00:00.000000000Z')
  expect(readTimestamp('2020-01-02T03:04:05.242194378', 'UTC')).toBe(
    '2020-01-02T03:04:05.242194378Z',
  )
})

test('0 to 9 fractional digits are kept, none is rounded away', () => {
  fc.assert(
    fc.property(epochSecond, fraction, (second, digits) => {
      const whole = new Date(second * 1000).toISOString().slice(0, 19)
      const instant = `${whole}.${digits.padEnd(9, '0')}Z`
      assert.equal(readTimestamp(local(second, digits), 'UTC'), instant)
    }),
  )
})

/** Reads while nothing can be counted by the calendar. */
function readWithoutCalendar(text: string, timeZone: string): string | null {
  const { from } = Temporal.PlainDateTime
  const refuse = () => {
    throw new Error('the calendar was asked')
  }
  Object.assign(Temporal.PlainDateTime, { from: refuse })
  try {
    return readTimestamp(text, timeZone)
  } finally {
    Object.assign(Temporal.PlainDateTime, { from })
  }
}

test('in UTC what the service sends needs no calendar, which would cost a long list most of its time', () => {
  expect(readWithoutCalendar('2025-01-15T09:00:00', 'Europe/Berlin')).toBeNull()
  for (const text of ['2025-02-30T09:00:00', '2025-13-01T09:00:00', '2025-01-15T24:00:00.0'])
    expect(readWithoutCalendar(text, 'UTC')).toBeNull()
  for (const [text, instant] of [
    ['2025-01-15T09:00:00', '2025-01-15T09:00:00.000000000Z'],
    ['2025-01-15T09:00:00.5', '2025-01-15T09:00:00.500000000Z'],
    ['2024-02-29T23:59:59.242194378', '2024-02-29T23:59:59.242194378Z'],
  ] as const)
    expect(readWithoutCalendar(text, 'UTC')).toBe(instant)
})

test('the order of the texts is the order of the times, also within one second', () => {
  const moment = fc.tuple(epochSecond, fc.integer({ min: 0, max: 999_999_999 }))
  const sameSecond = epochSecond.chain((second) =>
    fc.tuple(
      fc.tuple(fc.constant(second), fc.integer({ min: 0, max: 999_999_999 })),
      fc.tuple(fc.constant(second), fc.integer({ min: 0, max: 999_999_999 })),
    ),
  )
  fc.assert(
    fc.property(fc.oneof(fc.tuple(moment, moment), sameSecond), ([a, b]) => {
      const text = ([second, nanos]: [number, number]) =>
        readTimestamp(local(second, String(nanos).padStart(9, '0')), 'UTC') ?? ''
      const byTime = Math.sign(a[0] - b[0]) || Math.sign(a[1] - b[1])
      const byText = text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0
      assert.equal(byText, byTime)
    }),
  )
})

describe('a time without a zone is read in the configured one', () => {
  const table = [
    ['2025-01-15T09:00:00.000', 'Europe/Berlin', '2025-01-15T08:00:00.000000000Z'],
    ['2025-07-15T09:00:00.000', 'Europe/Berlin', '2025-07-15T07:00:00.000000000Z'],
    ['2025-01-15T09:00:00.000', 'America/St_Johns', '2025-01-15T12:30:00.000000000Z'],
    ['2025-07-15T09:00:00.000', 'America/St_Johns', '2025-07-15T11:30:00.000000000Z'],
    // 02:30 does not exist on this day; it is taken as 03:30 in summer time.
    ['2025-03-30T02:30:00.000', 'Europe/Berlin', '2025-03-30T01:30:00.000000000Z'],
    // 02:30 happens twice on this day; it is taken as the first.
    ['2025-10-26T02:30:00.000', 'Europe/Berlin', '2025-10-26T00:30:00.000000000Z'],
    ['2025-10-26T02:30:00.123456789', 'Europe/Berlin', '2025-10-26T00:30:00.123456789Z'],
  ] as const
  for (const [text, zone, instant] of table)
    test(`${text} in ${zone}`, () => {
      expect(readTimestamp(text, zone)).toBe(instant)
    })
})

describe('a zone that the service states is obeyed, whatever is configured', () => {
  for (const text of [
    '2025-01-15T09:00:00Z',
    '2025-01-15T09:00:00.000z',
    '2025-01-15T10:00:00+01:00',
    '2025-01-15T10:00:00.000+0100',
    '2025-01-15T05:30:00-03:30',
    '2025-01-15T10:00:00+01',
    '2025-01-15T10:00:00+01:00[Europe/Berlin]',
    '2025-01-15T09:00:00Z[UTC]',
  ])
    test(text, () => {
      expect(readTimestamp(text, 'America/St_Johns')).toBe('2025-01-15T09:00:00.000000000Z')
    })
})
