import 'server-only'
import { setTimeout as sleepFor } from 'node:timers/promises'
import type { Deadline } from '../../platform/deadline'
import { failedAttempt, type AttemptFailure, type AttemptResult } from './attempt-result'
import type { RecognizeErrorCode } from '../errors'
import type { RetryBudget } from '../../platform/resilience/retry-budget'

/** The longest pause before each retry in milliseconds, and so also how many retries there are. */
export const PAUSE_CAPS_MS: readonly number[] = [100, 800]

/** An attempt with less time than this has no chance and would only burden the service. */
const LEAST_ATTEMPT_MS = 100

const RETRIED: ReadonlySet<RecognizeErrorCode> = new Set([
  'unreachable',
  'timeout',
  'busy',
  'unavailable',
])

/** What retries need from outside, so that tests control time and chance. */
export type RetryTools = {
  readonly budget: RetryBudget
  /** From 0 up to but not including 1. */
  readonly random: () => number
  /** Waits, and comes back early when the signal is aborted. */
  readonly sleep: (ms: number, abort: AbortSignal | null) => Promise<void>
}

/** Attempts a read up to three times, with random pauses (or `Retry-After`), while deadline and budget allow. */
export async function withRetries<Answer>(
  attempt: (number: number) => Promise<AttemptResult<Answer>>,
  deadline: Deadline,
  { budget, random, sleep }: RetryTools,
): Promise<AttemptResult<Answer>> {
  budget.earn()
  let result = await attempt(1)
  for (const [index, cap] of PAUSE_CAPS_MS.entries()) {
    if (result.ok || !isRetried(result.error)) return result
    const pause = Math.max(random() * cap, result.error.retryAfterMs ?? 0)
    if (pause + LEAST_ATTEMPT_MS > deadline.left() || !budget.take()) return result
    await sleep(pause, deadline.abort)
    if (deadline.abort?.aborted) return failedAttempt('timeout', 'abandoned')
    if (deadline.left() === 0) return result
    const next = await attempt(index + 2)
    if (!next.ok && next.error.end !== 'service' && next.error.end !== 'abandoned') return result
    result = next
  }
  return result
}

function isRetried({ code, end }: AttemptFailure): boolean {
  return end === 'service' && RETRIED.has(code)
}

/** Waits `ms` milliseconds; comes back at once when the signal is or becomes aborted. */
export async function sleep(ms: number, abort: AbortSignal | null): Promise<void> {
  await sleepFor(ms, undefined, abort === null ? {} : { signal: abort }).catch(() => undefined)
}
