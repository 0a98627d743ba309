import 'server-only'
import type { ZodType } from 'zod'
import { randomId } from '../../platform/crypto'
import type { Deadline } from '../../platform/deadline'
import { env } from '../../platform/env'
import { log } from '../../platform/log'
import { fail, type Result } from '../../platform/result'
import { sendAttempt } from './attempt'
import { failedAttempt, wasSent, type AttemptResult } from './attempt-result'
import type { RecognizeError } from '../errors'
import { sleep, withRetries } from './retry'
import { withCircuitBreaker, upstreamAt } from './upstream'
import { recognizeUrl } from './recognize-url'

export type RecognizeRequest<Answer> = {
  method: 'GET' | 'DELETE'
  /** The name of the call in the log. The path itself contains keys and ids. */
  operation: string
  /** Path segments below `/v2`, each sent percent-encoded as exactly one segment. */
  segments: readonly string[]
  /** The documented shape of a success. */
  answer: ZodType<Answer>
}

/** Milliseconds for one attempt. A DELETE has no second one, so it gets longer to come to a clear end. */
const ATTEMPT_MS = { GET: 1_200, DELETE: 2_000 }

/** One call of the Server API within the deadline (decision 13). Only a GET is retried, or ends with the browser. */
export async function callRecognize<Answer>(
  request: RecognizeRequest<Answer>,
  deadline: Deadline,
): Promise<Result<Answer, RecognizeError>> {
  const requestId = randomId()
  const { method, answer } = request
  const isRead = method === 'GET'
  const exchange = { method, answer, requestId, url: recognizeUrl(request.segments) }
  const waiting: Deadline = isRead ? deadline : { ...deadline, abort: null }
  const upstream = upstreamAt(env().RECOGNIZE_API_URL)
  // Pages may be loaded without end, so the reads of one person's pages have places of their own. Actions are limited
  // before they come here, and must not wait for pages.
  const reader = isRead && waiting.abort ? request.segments.slice(0, 2).join('/') : null
  const send = () => {
    const ms = Math.min(ATTEMPT_MS[method], waiting.left())
    if (ms === 0) return Promise.resolve(failedAttempt('timeout', 'no-time'))
    return sendAttempt(exchange, { ms, cutShort: ms < ATTEMPT_MS[method], abort: waiting.abort })
  }
  const tryOnce = async (number: number) => {
    const startedAt = performance.now()
    const result = await withCircuitBreaker(upstream, waiting, send, reader)
    const ms = Math.round(performance.now() - startedAt)
    report(result, { requestId, operation: request.operation, attempt: number, ms })
    return result
  }
  const tools = { budget: upstream.retryBudget, random: Math.random, sleep }
  const result = isRead ? await withRetries(tryOnce, waiting, tools) : await tryOnce(1)
  return result.ok
    ? result
    : fail({ code: result.error.code, requestId, sent: wasSent(result.error) })
}

type Facts = { requestId: string; operation: string; attempt: number; ms: number }

function report(result: AttemptResult<unknown>, facts: Facts): void {
  if (result.ok) return log().info({ ...facts, outcome: 'ok' }, 'recognize call')
  const { code, end } = result.error
  if (end === 'abandoned') return log().info({ ...facts, outcome: end }, 'recognize call')
  // Nothing works until an operator mends the key.
  const level = code === 'key-refused' ? 'error' : 'warn'
  log()[level]({ ...facts, outcome: code, ...(end === 'service' ? {} : { end }) }, 'recognize call')
}
