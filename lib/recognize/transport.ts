import 'server-only'
import type { ZodType } from 'zod'
import { env } from '../platform/env'
import { log } from '../platform/log'
import { randomId } from '../platform/crypto'
import { fail, succeed, type Result } from '../platform/result'
import { codeOfStatus, type RecognizeError, type RecognizeErrorCode } from './errors'

const DEADLINE_MS = 3_000
const MAX_BODY_BYTES = 4_194_304

export type RecognizeRequest<Answer> = {
  method: 'GET' | 'DELETE'
  /** What the call is, for the log: the path itself holds keys and ids. */
  operation: string
  /** Path segments below `/v2`, each sent percent-encoded as exactly one segment. */
  segments: readonly string[]
  /** The documented shape of a success. */
  answer: ZodType<Answer>
}

/**
 * One call of the Server API: a deadline over the whole exchange, no redirects (fetch would carry the API key along),
 * a bounded body, every failure classified here and nowhere else. Gives the parsed answer.
 */
export async function callRecognize<Answer>(
  request: RecognizeRequest<Answer>,
): Promise<Result<Answer, RecognizeError>> {
  const requestId = randomId()
  const startedAt = performance.now()
  const result = await exchange(request, requestId)
  log()[result.ok ? 'info' : 'warn'](
    {
      requestId,
      operation: request.operation,
      outcome: result.ok ? 'ok' : result.error,
      ms: Math.round(performance.now() - startedAt),
    },
    'recognize call',
  )
  return result.ok ? result : fail({ code: result.error, requestId })
}

async function exchange<Answer>(
  { method, segments, answer }: RecognizeRequest<Answer>,
  requestId: string,
): Promise<Result<Answer, RecognizeErrorCode>> {
  const signal = AbortSignal.timeout(DEADLINE_MS)
  try {
    const response = await fetch(recognizeUrl(segments), {
      method,
      headers: {
        Accept: 'application/json',
        'X-Api-Key': env().RECOGNIZE_API_KEY,
        'X-Request-Id': requestId,
      },
      cache: 'no-store',
      // Not followed, so the key stays here; seen, so that it is an answer of its own kind and not a lost connection.
      redirect: 'manual',
      signal,
    })
    if (!response.ok) {
      await response.body?.cancel()
      return fail(codeOfStatus(response.status))
    }
    const body = await readBounded(response)
    const parsed = body === null ? null : answer.safeParse(parseJson(body))
    return parsed?.success ? succeed(parsed.data) : fail('unexpected-answer')
  } catch {
    // The cause may name hosts and paths; the request id leads to the log line, and that is all anyone needs.
    return fail(signal.aborted ? 'timeout' : 'unreachable')
  }
}

/** The URL of an operation: segments can't climb, add segments or start a query, whatever they contain. */
export function recognizeUrl(segments: readonly string[]): string {
  const path = segments.map((segment) => {
    if (segment === '' || segment === '.' || segment === '..')
      throw new Error('a path segment must not be empty or dots')
    return encodeURIComponent(segment)
  })
  return `${env().RECOGNIZE_API_URL.replace(/\/+$/, '')}/v2/${path.join('/')}`
}

async function readBounded(response: Response): Promise<string | null> {
  const decoder = new TextDecoder('utf-8')
  let text = ''
  let bytes = 0
  const reader = response.body?.getReader()
  if (!reader) return text
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.byteLength
    if (bytes > MAX_BODY_BYTES) {
      await reader.cancel()
      return null
    }
    text += decoder.decode(value, { stream: true })
  }
}

/** The JSON value of a text; undefined, which no documented answer allows, when it is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
