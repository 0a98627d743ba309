import 'server-only'
import { now } from '../platform/clock'
import type { ZodType } from 'zod'
import type { Deadline } from '../platform/deadline'
import { env } from '../platform/env'
import { succeed, type Result } from '../platform/result'
import type { RecognizeError } from './errors'
import { mapDeviceRow, type RecognizeDevice } from './map'
import { deletedAnswer, externalUsersAnswer, operationAnswer, userDevicesAnswer } from './schema'
import { callRecognize } from './transport/call-recognize'

/** The rows of one Recognize user (`GET /v2/users/{userId}/devices`); never an empty list for a missing answer. */
export async function listUserDevices(
  userId: string,
  deadline: Deadline,
): Promise<Result<RecognizeDevice[], RecognizeError>> {
  const answer = userDevicesAnswer(userId)
  const rows = await read('list devices', ['users', userId, 'devices'], answer, deadline)
  if (!rows.ok) return rows
  const readAt = now()
  return succeed(
    rows.value.map((row) => mapDeviceRow(row, userId, env().RECOGNIZE_TIMEZONE, readAt)),
  )
}

/** Asks to delete a row (`DELETE /v2/users/{userId}/devices/{publicSigningKey}`). Success is no more than accepted. */
export async function deleteUserDevice(
  userId: string,
  publicSigningKey: string,
  deadline: Deadline,
): Promise<Result<unknown, RecognizeError>> {
  return callRecognize(
    {
      method: 'DELETE',
      operation: 'delete device',
      segments: ['users', userId, 'devices', publicSigningKey],
      answer: deletedAnswer,
    },
    deadline,
  )
}

/** The user IDs (`GET /v2/external-users/{externalUserId}/users`), upper case, each once; there may be none. */
export async function findUserIdsByExternalId(
  externalUserId: string,
  deadline: Deadline,
): Promise<Result<string[], RecognizeError>> {
  const segments = ['external-users', externalUserId, 'users']
  const users = await read('look up external user', segments, externalUsersAnswer, deadline)
  if (!users.ok) return users
  return succeed([...new Set(users.value.map((user) => user.userId.toUpperCase()))])
}

/** The user of an operation (`GET /v2/operations/{operationId}`). It is `not-found` until it has succeeded. */
export async function readOperation(
  operationId: string,
  deadline: Deadline,
): Promise<Result<{ readonly userId: string }, RecognizeError>> {
  const answer = operationAnswer(operationId)
  return read('read operation', ['operations', operationId], answer, deadline)
}

function read<Answer>(
  operation: string,
  segments: readonly string[],
  answer: ZodType<Answer>,
  deadline: Deadline,
): Promise<Result<Answer, RecognizeError>> {
  return callRecognize({ method: 'GET', operation, segments, answer }, deadline)
}
