import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { sendJson, sendText } from '../http/message'
import { acceptsJson } from './accept'
import { ofExternalUser, ofUser, type Faults } from './faults'
import type { Journal, JournalEntry } from './journal'
import type { ApiKeys } from './keys'
import { misbehave, type Answer } from './misbehave'
import type { Operations } from './operations'
import type { People } from './people'
import { readTarget, type Target } from './target'

export interface Recognize {
  people: People
  operations: Operations
  faults: Faults
  journal: Journal
  keys: ApiKeys
}

const success: Answer = { status: 200, body: { success: true } }
const notFound = (what: string): Answer => ({ status: 404, body: { message: `${what} not found` } })

/** The documented Server API. It refuses everything that the documentation does not allow. */
export function recognizeApi(recognize: Recognize): RequestListener {
  return (request, response) => {
    const { journal, operations, keys } = recognize
    const target = aboutSomebody(readTarget(request.method ?? '', request.url ?? ''), operations)
    const connection = journal.connectionOf(request.socket)
    const entry = journal.add({ ...journalEntry(request, target, keys), connection })
    response.once('close', () => {
      // Waits a moment, because a fault that cuts the connection sets its status only afterwards.
      setImmediate(() => {
        entry.left = !response.writableFinished && !isCutHere(entry)
      })
    })
    // Some clients send a body with DELETE. An unread body would block the next call on the connection.
    request.resume()
    answer(recognize, request, response, target, entry.apiKey).then(
      (status) => {
        entry.status = status
      },
      (error: unknown) => {
        console.error(error)
        entry.status = 'reset'
        response.destroy()
      },
    )
  }
}

/** Adds the user of the operation to a call about an operation. */
function aboutSomebody(target: Target, operations: Operations): Target {
  return target.operationId === null
    ? target
    : { ...target, userId: operations.get(target.operationId)?.userId ?? null }
}

/** Whether the stand-in itself closed the connection. */
function isCutHere({ status }: JournalEntry): boolean {
  return status === 'reset' || status === 'truncated'
}

function journalEntry(
  request: IncomingMessage,
  target: Target,
  keys: ApiKeys,
): Omit<JournalEntry, 'connection'> {
  const given = request.headers['x-api-key']?.toString()
  const { refusal: _, ...what } = target
  return {
    at: new Date().toISOString(),
    method: request.method ?? '',
    rawUrl: request.url ?? '',
    ...what,
    apiKey: given === undefined ? 'missing' : keys.accepts(given) ? 'right' : 'wrong',
    accept: request.headers.accept ?? null,
    requestId: request.headers['x-request-id']?.toString() ?? null,
    status: 'pending',
    left: false,
  }
}

async function answer(
  recognize: Recognize,
  request: IncomingMessage,
  response: ServerResponse,
  target: Target,
  apiKey: JournalEntry['apiKey'],
): Promise<JournalEntry['status']> {
  if (apiKey !== 'right') {
    sendText(response, 401, 'Unauthorized')
    return 401
  }
  if (target.refusal) {
    const { status, message, allow } = target.refusal
    sendJson(response, status, { message }, allow === undefined ? {} : { allow })
    return status
  }
  if (!acceptsJson(request.headers.accept)) {
    sendText(response, 406, 'Not Acceptable')
    return 406
  }

  const act = (lingersFor?: number) => perform(recognize, target, lingersFor)
  const fault = recognize.faults.take(subjectOf(target), target.operation)
  if (fault) return misbehave(fault, response, act)
  const { status, body } = act()
  sendJson(response, status, body)
  return status
}

function subjectOf({ userId, externalUserId }: Target): string {
  return externalUserId === null ? ofUser(userId ?? '') : ofExternalUser(externalUserId)
}

function perform({ people, operations }: Recognize, target: Target, lingersFor?: number): Answer {
  const { operation, userId, externalUserId, publicSigningKey, operationId } = target
  switch (operation) {
    case 'list': {
      const rows = people.listDevices(userId ?? '')
      return rows ? { status: 200, body: rows } : notFound('user')
    }
    case 'delete': {
      const status = people.deleteDevice(userId ?? '', publicSigningKey ?? '', lingersFor)
      return status === 200 ? success : notFound('device')
    }
    case 'lookup':
      return { status: 200, body: people.lookUp(externalUserId ?? '') }
    case 'operation': {
      const found = operations.get(operationId ?? '')
      return found ? { status: 200, body: found } : notFound('operation')
    }
    case 'delete-user':
      return people.remove(userId ?? '') ? success : notFound('user')
    case 'other':
      return notFound('endpoint')
  }
}
