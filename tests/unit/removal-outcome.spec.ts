import { expect, test } from 'vitest'
import type { RemovalOutcome } from '@/lib/audit/events/events'
import { removalOutcome, type PostDeleteObservation } from '@/lib/devices/removal/removal-outcome'
import type { RecognizeErrorCode } from '@/lib/recognize/errors'

const SIGHTS = [
  'gone',
  'listed',
  'no-identity',
  'unreadable',
] as const satisfies readonly PostDeleteObservation[]

/** What the service said to DELETE (`ok`: accepted), and how it ends with each of the four sights of its list. */
const table: Record<
  RecognizeErrorCode | 'ok',
  [RemovalOutcome, RemovalOutcome, RemovalOutcome, RemovalOutcome]
> = {
  ok: ['confirmed', 'not-yet-confirmed', 'confirmed', 'not-yet-confirmed'],
  'not-found': ['already-gone', 'unknown', 'unknown', 'unknown'],
  unreachable: ['confirmed', 'unknown', 'unknown', 'unknown'],
  timeout: ['confirmed', 'unknown', 'unknown', 'unknown'],
  unavailable: ['confirmed', 'unknown', 'unknown', 'unknown'],
  'unexpected-answer': ['confirmed', 'unknown', 'unknown', 'unknown'],
  'key-refused': ['already-gone', 'refused-by-service', 'refused-by-service', 'refused-by-service'],
  rejected: ['already-gone', 'refused-by-service', 'refused-by-service', 'refused-by-service'],
  busy: ['already-gone', 'refused-by-service', 'refused-by-service', 'refused-by-service'],
}

for (const [answer, outcomes] of Object.entries(table))
  test(`after ${answer} it ends as ${outcomes.join(', ')} (${SIGHTS.join(', ')})`, () => {
    const error =
      answer === 'ok'
        ? null
        : { code: answer as RecognizeErrorCode, requestId: 'request', sent: true }
    expect(SIGHTS.map((sight) => removalOutcome(error, sight))).toEqual(outcomes)
  })

test('what the portal itself never sent is not blamed on the service, and never called removed here', () => {
  for (const code of ['busy', 'unavailable', 'timeout'] as const)
    expect(
      SIGHTS.map((sight) => removalOutcome({ code, requestId: 'request', sent: false }, sight)),
    ).toEqual(['already-gone', 'not-sent', 'not-sent', 'not-sent'])
})

test('what is listed or can’t be read is never called gone, whatever was answered', () => {
  const claimed = Object.values(table).flatMap(([, listed, , unreadable]) => [listed, unreadable])
  expect(claimed).not.toContain('confirmed')
  expect(claimed).not.toContain('already-gone')
})
