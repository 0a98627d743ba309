import 'server-only'
import { deadlineIn, type Deadline } from '../../platform/deadline'
import { log } from '../../platform/log'
import { processSingleton } from '../../platform/process-singleton'
import { failedAttempt, type AttemptResult } from './attempt-result'
import {
  createCircuitBreaker,
  type CircuitBreaker,
  type Verdict,
} from '../../platform/resilience/circuit-breaker'
import {
  createKeyedSemaphore,
  createSemaphore,
  type KeyedSemaphore,
  type Semaphore,
} from '../../platform/resilience/semaphore'
import type { RecognizeErrorCode } from '../errors'
import { createRetryBudget, type RetryBudget } from '../../platform/resilience/retry-budget'

/** What this process knows of one service: whether it works, how busy it is kept, how often calls were repeated. */
export type Upstream = {
  readonly breaker: CircuitBreaker
  /** Keeps a service that hangs from holding every request of the portal. */
  readonly bulkhead: Semaphore
  /** Within the bulkhead, what is read about each person. */
  readonly readers: KeyedSemaphore
  readonly retryBudget: RetryBudget
}

/** How many calls may be under way at once, and how many more may wait for a place. Further ones are turned away at once. */
export const [PLACES, SEATS] = [16, 16] as const
/** The same for what is read about one person: they must not take the places of everybody. */
export const [PLACES_EACH, SEATS_EACH] = [4, 8] as const

/** Milliseconds that a call may wait for a place. */
const WAIT_MS = 500

const upstreams = () => processSingleton('recognize-upstreams', () => new Map<string, Upstream>())

/** The state of the service at a base URL. */
export function upstreamAt(baseUrl: string): Upstream {
  const known = upstreams().get(baseUrl)
  if (known) return known
  const upstream = {
    breaker: createCircuitBreaker(
      () => performance.now(),
      (state) =>
        log()[state === 'open' ? 'error' : 'info']({ breaker: state }, 'recognize breaker'),
    ),
    bulkhead: createSemaphore(PLACES, SEATS),
    readers: createKeyedSemaphore(PLACES_EACH, SEATS_EACH),
    retryBudget: createRetryBudget(),
  }
  upstreams().set(baseUrl, upstream)
  return upstream
}

/** Forgets everything about every service. For tests, which share a process and a service that fails on purpose. */
export function forgetUpstreams(): void {
  upstreams().clear()
}

/** Sends one attempt if the breaker is closed and the bulkhead has a place. `reader`: whose page reads. */
export async function withCircuitBreaker<Answer>(
  { breaker, bulkhead, readers }: Upstream,
  deadline: Deadline,
  attempt: () => Promise<AttemptResult<Answer>>,
  reader: string | null = null,
): Promise<AttemptResult<Answer>> {
  // Asked before the wait for a place too, because an open breaker answers at once.
  if (breaker.refuses()) return failedAttempt('unavailable', 'breaker')
  const { abort } = deadline
  const waiting = deadlineIn(Math.min(WAIT_MS, deadline.left()))
  const leaveReaders =
    reader === null ? () => undefined : await readers.enter(reader, waiting.left(), abort)
  const leave = leaveReaders && (await bulkhead.enter(waiting.left(), abort))
  if (leave === null) {
    leaveReaders?.()
    return abort?.aborted ? failedAttempt('timeout', 'abandoned') : failedAttempt('busy', 'full')
  }
  const judge = breaker.begin()
  // A bug may throw. It says nothing about the service and must not keep the place.
  let verdict: Verdict = 'unknown'
  try {
    if (judge === null) return failedAttempt('unavailable', 'breaker')
    const result = await attempt()
    verdict = verdictOf(result)
    return result
  } finally {
    judge?.(verdict)
    leave()
    leaveReaders?.()
  }
}

const FAILURES: ReadonlySet<RecognizeErrorCode> = new Set(['unreachable', 'timeout', 'unavailable'])

/** Any answer but 5xx shows a service that works, even one that refuses or can't be understood. */
function verdictOf(result: AttemptResult<unknown>): Verdict {
  if (result.ok) return 'works'
  if (result.error.end !== 'service') return 'unknown'
  return FAILURES.has(result.error.code) ? 'fails' : 'works'
}
