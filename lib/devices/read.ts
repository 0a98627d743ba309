import 'server-only'
import type { Subject } from '../identity/actor'
import type { Deadline } from '../platform/deadline'
import { fail, succeed, type Result } from '../platform/result'
import { listUserDevices } from '../recognize/client'
import type { RecognizeError } from '../recognize/errors'
import type { RecognizeDevice } from '../recognize/map'
import type { Device } from './device'
import { deviceIdOf, fingerprintOf, placeholderIdOf } from './identifiers'
import { determineKind, platformOf } from './kind'

/** A device together with what only the server may hold of it. */
export type OwnedDevice = {
  readonly device: Device
  readonly userId: string
  readonly publicSigningKey: string | null
}

/** The service's errors; that it knows none of the identities is a code of its own, apart from an unknown device. */
export type ReadError =
  RecognizeError | { readonly code: 'identity-unknown'; readonly requestId: string }

/**
 * Reads the subject's devices from the service until the deadline, without the names people gave them: every identity, every row that isn't marked as deleted.
 * One identity that can't be read fails the whole list, because a shorter list would be taken for the truth;
 * an identity the service no longer knows counts as empty as long as another one is known.
 */
export async function readDevices(
  subject: Pick<Subject, 'userIds'>,
  deadline: Deadline,
): Promise<Result<OwnedDevice[], ReadError>> {
  const lists = await Promise.all(
    subject.userIds.map((userId) => listUserDevices(userId, deadline)),
  )
  const failure = lists.find((list) => !list.ok && list.error.code !== 'not-found')
  if (failure && !failure.ok) return failure
  const unknown = lists.find((list) => !list.ok)
  if (unknown && !unknown.ok && !lists.some((list) => list.ok))
    return fail({ code: 'identity-unknown', requestId: unknown.error.requestId })
  return succeed(
    lists.flatMap((list, identity) =>
      list.ok
        ? list.value
            .filter((row) => row.deletedAt === null && !/^deleted$/i.test(row.state ?? ''))
            .map((row, place) => ownedDevice(row, identity, place))
        : [],
    ),
  )
}

function ownedDevice(row: RecognizeDevice, identity: number, place: number): OwnedDevice {
  const key = row.publicSigningKey
  const id = key === null ? placeholderIdOf(row.userId, place) : deviceIdOf(row.userId, key)
  const facts = {
    id,
    fingerprint: key === null ? null : fingerprintOf(key),
    identity,
    nickname: null,
    osVersion: row.osVersion,
    sdkVersion: row.sdkVersion,
    inactiveState: row.state === null || /^active$/i.test(row.state) ? null : row.state,
    addedAt: row.addedAt,
    removable: key !== null,
    odd: row.odd,
  }
  const known = determineKind(row)
  const device: Device =
    known.kind === 'phone'
      ? { ...facts, ...known, platform: platformOf(row.osVersion) }
      : { ...facts, ...known }
  return { device, userId: row.userId, publicSigningKey: key }
}
