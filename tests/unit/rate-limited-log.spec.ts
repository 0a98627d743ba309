import { expect, test } from 'vitest'
import { createRateLimitedLog, type RateLimitedLog } from '@/lib/platform/rate-limited-log'

/** What was written at these milliseconds, each as how many were left out before it. */
function written(logRarely: RateLimitedLog, kind: string, times: readonly number[]): number[] {
  const lines: number[] = []
  for (const at of times) logRarely(kind, 2, (leftOut) => lines.push(leftOut), at)
  return lines
}

test('beyond so many a minute nothing is written, and the next line says how many are missing', () => {
  const logRarely = createRateLimitedLog()
  expect(written(logRarely, 'a', [0, 1, 2, 3, 59_999])).toEqual([0, 0])
  expect(written(logRarely, 'a', [60_000, 60_001, 60_002])).toEqual([3, 0])
  expect(written(logRarely, 'a', [200_000])).toEqual([1])
})

test('one kind doesn’t silence another', () => {
  const logRarely = createRateLimitedLog()
  expect(written(logRarely, 'a', [0, 1, 2])).toEqual([0, 0])
  expect(written(logRarely, 'b', [0, 1, 2])).toEqual([0, 0])
})

test('kinds without end are one kind, so that nothing grows without end', () => {
  const logRarely = createRateLimitedLog()
  const lines = Array.from({ length: 1_000 }, (_, kind) => written(logRarely, String(kind), [0]))
  expect(lines.flat()).toHaveLength(202)
  expect(written(logRarely, '0', [1, 2])).toEqual([0])
})
