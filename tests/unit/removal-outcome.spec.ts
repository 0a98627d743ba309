import { expect, test } from '@playwright/test'
import type { RemovalOutcome } from '@/lib/activity/events'
import { outcomeOf } from '@/lib/devices/remove'
import type { RecognizeErrorCode } from '@/lib/recognize/errors'

/** What the service said to DELETE (`ok`: accepted), and how it ends when the row is gone, still listed, or can't be told. */
const table: Record<
  RecognizeErrorCode | 'ok',
  [gone: RemovalOutcome, listed: RemovalOutcome, unclear: RemovalOutcome]
> = {
  ok: ['confirmed', 'not-yet-confirmed', 'not-yet-confirmed'],
  'not-found': ['already-gone', 'unknown', 'already-gone'],
  unreachable: ['confirmed', 'unknown', 'unknown'],
  timeout: ['confirmed', 'unknown', 'unknown'],
  unavailable: ['confirmed', 'unknown', 'unknown'],
  'unexpected-answer': ['confirmed', 'unknown', 'unknown'],
  'key-refused': ['already-gone', 'refused-by-service', 'refused-by-service'],
  rejected: ['already-gone', 'refused-by-service', 'refused-by-service'],
  busy: ['already-gone', 'refused-by-service', 'refused-by-service'],
}

for (const [answer, outcomes] of Object.entries(table))
  test(`after ${answer} it ends as ${outcomes.join(', ')} (gone, listed, can’t tell)`, () => {
    const error =
      answer === 'ok' ? null : { code: answer as RecognizeErrorCode, requestId: 'request' }
    expect([false, true, null].map((listed) => outcomeOf(error, listed))).toEqual(outcomes)
  })

test('nothing but the absence of the row is ever called gone', () => {
  const gone = Object.entries(table).flatMap(([answer, [, listed, unclear]]) =>
    [listed, unclear].includes('confirmed') ? [answer] : [],
  )
  expect(gone).toEqual([])
})
