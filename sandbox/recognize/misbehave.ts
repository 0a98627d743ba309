import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { sendJson, sendText } from '../http/message'
import { rowFrom, userIdFrom } from '../rows'
import type { Fault } from './faults'
import type { JournalEntry } from './journal'
import { isRecord } from './people'

export interface Answer {
  status: number
  body: unknown
}

type Outcome = JournalEntry['status']

const hugeBytes = 64 * 1024 * 1024
const millisecondsPerDrip = 100

/** Answers one call according to the fault. Only `act` carries out the call; it returns the right answer. */
export async function misbehave(
  fault: Fault,
  response: ServerResponse,
  act: (lingersFor?: number) => Answer,
): Promise<Outcome> {
  const answer = ({ status, body }: Answer, headers: Record<string, string> = {}) => {
    sendJson(response, status, body, headers)
    return status
  }

  switch (fault.kind) {
    case 'status': {
      const retryAfter =
        fault.retryAfter === undefined ? {} : { 'retry-after': `${fault.retryAfter}` }
      return answer(
        { status: fault.status, body: fault.body ?? { message: 'out of order' } },
        retryAfter,
      )
    }
    case 'delay':
      await sleep(fault.delayMs)
      return answer(act())
    case 'hang':
      return 'hang'
    case 'reset':
      return reset(response)
    case 'malformed':
      sendText(response, 200, '[{"userId": ', { 'content-type': 'application/json' })
      return 200
    case 'html':
      sendText(response, 200, '<!doctype html><title>Gateway</title>', {
        'content-type': 'text/html; charset=utf-8',
      })
      return 200
    case 'truncated':
      return truncated(response)
    case 'not-array':
      return answer({ status: 200, body: { devices: [] } })
    case 'body':
      return answer({ status: 200, body: fault.body })
    case 'huge':
      return huge(response)
    case 'drip':
      return drip(response, act())
    case 'redirect':
      return answer({ status: 302, body: { message: 'moved' } }, { location: fault.location })
    case 'foreign':
      return answer(ofSomeoneElse(act()))
    case 'applied-then-hang':
      act()
      return 'hang'
    case 'applied-then-reset':
      act()
      return reset(response)
    case 'still-listed':
      return answer(act(fault.times ?? Infinity))
    case 'gone':
      act()
      return answer({ status: 404, body: { message: 'device not found' } })
  }
}

function reset(response: ServerResponse): Outcome {
  response.socket?.resetAndDestroy()
  return 'reset'
}

async function truncated(response: ServerResponse): Promise<Outcome> {
  const start = '[{"userId": "'
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 4096 })
  // Without this flush the client would see a reset and no answer.
  await new Promise<void>((resolve) => response.write(start, () => resolve()))
  response.destroy()
  return 'truncated'
}

function* hugeArray(): Generator<string> {
  const row = JSON.stringify(
    rowFrom(userIdFrom('huge'), 'huge', { createdAt: '2025-01-01T00:00:00' }),
  )
  const chunk = `${row},`.repeat(100)
  yield '['
  for (let sent = 0; sent < hugeBytes; sent += chunk.length) yield chunk
  yield `${row}]`
}

async function huge(response: ServerResponse): Promise<Outcome> {
  response.writeHead(200, { 'content-type': 'application/json' })
  await pipeline(Readable.from(hugeArray()), response).catch(ignoreClosedConnection)
  return 200
}

async function* drops(body: unknown): AsyncGenerator<Buffer> {
  for (const byte of Buffer.from(JSON.stringify(body))) {
    await sleep(millisecondsPerDrip)
    yield Buffer.of(byte)
  }
}

async function drip(response: ServerResponse, { status, body }: Answer): Promise<Outcome> {
  response.writeHead(status, { 'content-type': 'application/json' })
  await pipeline(drops(body), response).catch(ignoreClosedConnection)
  return status
}

/** Ignores closed connections, because these faults are meant to make the caller give up. */
function ignoreClosedConnection(error: unknown): void {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const isClosed = ['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE'].some((it) => it === code)
  if (!isClosed) throw error
}

function ofSomeoneElse({ status, body }: Answer): Answer {
  const userId = userIdFrom('someone else')
  if (!Array.isArray(body)) return { status, body }
  return { status, body: body.map((row: unknown) => (isRecord(row) ? { ...row, userId } : row)) }
}
