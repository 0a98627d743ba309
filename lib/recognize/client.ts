import 'server-only'
import type { Deadline } from '../platform/deadline'
import { env } from '../platform/env'
import { succeed, type Result } from '../platform/result'
import type { RecognizeError } from './errors'
import { mapDeviceRow, type RecognizeDevice } from './map'
import { deletedAnswer, externalUsersAnswer, operationAnswer, userDevicesAnswer } from './schema'
import { callRecognize } from './transport/call-recognize'

/**
 * The devices and client states of one Recognize user (`GET /v2/users/{userId}/devices`), in the service's order.
 * A missing answer never looks like an empty list: a body of another shape, or with rows of another user, is
 * `unexpected-answer`.
 */
export async function listUserDevices(
  userId: string,
  deadline: Deadline,
): Promise<Result<RecognizeDevice[], RecognizeError>> {
  const rows = await callRecognize(
    {
      method: 'GET',
      operation: 'list devices',
      segments: ['users', userId, 'devices'],
      answer: userDevicesAnswer(userId),
    },
    deadline,
  )
  if (!rows.ok) return rows
  return succeed(rows.value.map((row) => mapDeviceRow(row, userId, env().RECOGNIZE_TIMEZONE)))
}

/** Asks to delete one row (`DELETE /v2/users/{userId}/devices/{publicSigningKey}`). Success means accepted, not gone. */
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

/** The Recognize user IDs (`GET /v2/external-users/{externalUserId}/users`), upper case, each once; there may be none. */
export async function findUserIdsByExternalId(
  externalUserId: string,
  deadline: Deadline,
): Promise<Result<string[], RecognizeError>> {
  const users = await callRecognize(
    {
      method: 'GET',
      operation: 'look up external user',
      segments: ['external-users', externalUserId, 'users'],
      answer: externalUsersAnswer,
    },
    deadline,
  )
  if (!users.ok) return users
  return succeed([...new Set(users.value.map((user) => user.userId.toUpperCase()))])
}

/** The user of an operation (`GET /v2/operations/{operationId}`). It is `not-found` until it has succeeded. */
export async function readOperation(
  operationId: string,
  deadline: Deadline,
): Promise<Result<{ readonly userId: string }, RecognizeError>> {
  return callRecognize(
    {
      method: 'GET',
      operation: 'read operation',
      segments: ['operations', operationId],
      answer: operationAnswer(operationId),
    },
    deadline,
  )
}
