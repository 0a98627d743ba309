import 'server-only'
import { fail, type Result } from '../../platform/result'
import type { RecognizeErrorCode } from '../errors'

/**
 * What put an end to an attempt that failed.
 *
 * - `service` the service itself: its answer, a lost connection, or a long silence
 * - `cut-short` the deadline, which left too little time. It says nothing about the service, which may only be slow
 * - `abandoned` the browser, which left
 * - `no-time`, `breaker`, `full` nothing was sent: the deadline was over, the circuit breaker is open, or too many calls are
 *   under way
 */
export type AttemptEnd = 'service' | 'cut-short' | 'abandoned' | 'no-time' | 'breaker' | 'full'

export type AttemptFailure = {
  readonly code: RecognizeErrorCode
  readonly end: AttemptEnd
  /** For how many milliseconds the service asked to be left alone; null when it didn't. */
  readonly retryAfterMs: number | null
}

/** One attempt of a call: the answer, or how it failed. */
export type AttemptResult<Answer> = Result<Answer, AttemptFailure>

/** An attempt that failed; `end` is the service unless said otherwise. */
export function failedAttempt(
  code: RecognizeErrorCode,
  end: AttemptEnd = 'service',
  retryAfterMs: number | null = null,
): Result<never, AttemptFailure> {
  return fail({ code, end, retryAfterMs })
}

/** Whether an attempt that failed may have reached the service. */
export function wasSent({ end }: AttemptFailure): boolean {
  return end !== 'no-time' && end !== 'breaker' && end !== 'full'
}
