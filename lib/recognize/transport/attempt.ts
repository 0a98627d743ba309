import 'server-only'
import type { ZodType } from 'zod'
import { now } from '../../platform/clock'
import { succeed } from '../../platform/result'
import { failedAttempt, type AttemptResult } from './attempt-result'
import { readJson } from './read-answer'
import { codeOfStatus } from '../errors'
import { keyWorked, nextKey } from './api-keys'
import { readRetryAfter } from './retry-after'

/** One exchange with the service, as it goes over the wire. */
export type Exchange<Answer> = {
  readonly method: 'GET' | 'DELETE'
  readonly url: string
  readonly requestId: string
  /** The documented shape of a success. */
  readonly answer: ZodType<Answer>
}

/** How long an attempt may take. */
export type AttemptTime = {
  /** Milliseconds for the whole exchange, the last byte of the body included. */
  readonly ms: number
  /** Whether the deadline left less than such an attempt is given otherwise. */
  readonly cutShort: boolean
  /** Ends the attempt, and with it the connection, when the browser that waits leaves. */
  readonly abort: AbortSignal | null
}

/** One attempt of a call. Follows no redirect and bounds the body; gives every failure its code, and never throws. */
export async function sendAttempt<Answer>(
  exchange: Exchange<Answer>,
  { ms, cutShort, abort }: AttemptTime,
): Promise<AttemptResult<Answer>> {
  if (abort?.aborted) return failedAttempt('timeout', 'abandoned')
  // AbortSignal.timeout and .any would not do: their timers can't be cleared when the answer is there.
  const ending = new AbortController()
  const end = () => ending.abort()
  const timer = setTimeout(end, Math.ceil(ms))
  abort?.addEventListener('abort', end)
  try {
    return await send(exchange, ending.signal)
  } catch {
    // The cause may name hosts and paths, so it is dropped. The request id leads to the line in the log.
    if (abort?.aborted) return failedAttempt('timeout', 'abandoned')
    if (!ending.signal.aborted) return failedAttempt('unreachable')
    return failedAttempt('timeout', cutShort ? 'cut-short' : 'service')
  } finally {
    clearTimeout(timer)
    abort?.removeEventListener('abort', end)
  }
}

async function send<Answer>(
  exchange: Exchange<Answer>,
  signal: AbortSignal,
): Promise<AttemptResult<Answer>> {
  const response = await sendWithKeys(exchange, signal)
  if (!response.ok) {
    await response.body?.cancel()
    const retryAfterMs = readRetryAfter(response.headers.get('retry-after'), now())
    return failedAttempt(codeOfStatus(response.status), 'service', retryAfterMs)
  }
  const parsed = exchange.answer.safeParse(await readJson(response))
  return parsed.success ? succeed(parsed.data) : failedAttempt('unexpected-answer')
}

const REFUSED_KEY = new Set([401, 403])

/** Tries the next key when one is refused. Such a request was not carried out: a DELETE still happens once at most. */
async function sendWithKeys(
  exchange: Omit<Exchange<unknown>, 'answer'>,
  signal: AbortSignal,
): Promise<Response> {
  const tried = new Set<string>()
  let refused: Response | null = null
  for (let key = nextKey(tried); key !== null; key = nextKey(tried)) {
    await refused?.body?.cancel()
    const response = await sendOnce(exchange, key, signal)
    if (!REFUSED_KEY.has(response.status)) {
      if (response.ok || response.status === 404) keyWorked(key)
      return response
    }
    tried.add(key)
    refused = response
  }
  if (refused === null) throw new Error('there is no API key')
  return refused
}

function sendOnce(
  { method, url, requestId }: Omit<Exchange<unknown>, 'answer'>,
  key: string,
  signal: AbortSignal,
): Promise<Response> {
  return fetch(url, {
    method,
    headers: {
      Accept: 'application/json',
      'X-Api-Key': key,
      'X-Request-Id': requestId,
    },
    cache: 'no-store',
    // Not followed, so that the key stays here. `error` would make it look like a lost connection.
    redirect: 'manual',
    signal,
  })
}
