import { expect, test } from 'vitest'
import { isWithinLimits } from '@/lib/auth/sessions/session'

const seen = new Date('2026-01-01T12:00:00.000Z')
const after = (ms: number) => new Date(seen.getTime() + ms)
const row = { lastSeenAt: seen, expiresAt: after(3_600_000) }

test('a sign-in ends when it was idle for the limit, not a millisecond later @B3', () => {
  expect(isWithinLimits(row, after(600_000), 600)).toBe(false)
  expect(isWithinLimits(row, after(599_999), 600)).toBe(true)
})

test('a sign-in ends at its absolute limit, however lately it was used @B3', () => {
  const busy = { ...row, lastSeenAt: after(3_599_999) }
  expect(isWithinLimits(busy, after(3_600_000), 600)).toBe(false)
  expect(isWithinLimits(busy, after(3_599_999), 600)).toBe(true)
})

test('a limit of nothing is not read as no limit @B3', () => {
  expect(isWithinLimits(row, after(1_000), 0)).toBe(false)
  expect(isWithinLimits(row, after(1_000), -5)).toBe(false)
})
