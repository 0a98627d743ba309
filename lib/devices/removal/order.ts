import 'server-only'
import type { RememberedDevice } from '../../activity/events'
import type { Actor, Subject } from '../../identity/actor'
import { fail, succeed, type Result } from '../../platform/result'
import { isActive, type Device } from '../device'
import type { RemovalReason } from '../guards'
import type { OwnedDevice } from '../read'
import { newNumber } from './number'
import type { RemovalOrder } from './pending'

/** A row that can be removed. */
export type Target = OwnedDevice & {
  readonly publicSigningKey: string
  /** Whether it is all that its identity has. */
  readonly isOnly: boolean
}

/** The row a device id means: exactly one key, or nothing is done. */
export function targetOf(
  deviceId: string,
  devices: readonly OwnedDevice[],
): Result<Target, { code: 'not-found' | 'not-removable' }> {
  const [target, ...others] = devices.filter(({ device }) => device.id === deviceId)
  if (!target) return fail({ code: 'not-found' })
  const { publicSigningKey, userId } = target
  // One key in two notations: the service might take the other row.
  if (publicSigningKey === null || others.some((row) => row.publicSigningKey !== publicSigningKey))
    return fail({ code: 'not-removable' })
  const isOnly = devices.filter((row) => row.userId === userId).length === 1
  return succeed({ ...target, publicSigningKey, isOnly })
}

/** The order to remove one row of the subject's own, with a receipt number of its own. */
export function orderFor(
  actor: Actor,
  subject: Subject,
  { device, userId, isOnly }: Pick<Target, 'device' | 'userId' | 'isOnly'>,
  reason: RemovalReason,
  part: Pick<RemovalOrder, 'cleanUp' | 'place'> = { cleanUp: null, place: 0 },
): RemovalOrder {
  return {
    receipt: newNumber(),
    actorIssuer: actor.issuer,
    actorSubject: actor.subject,
    userIds: [...subject.userIds],
    userId,
    deviceId: device.id,
    reason,
    device: remember(device),
    wasActive: isActive(device),
    wasOnly: isOnly,
    ...part,
  }
}

/** A device as the trail remembers it: what it was recognised by, no key. */
export function remember(device: Device): RememberedDevice {
  const { fingerprint, kind, kindSource, osVersion, addedAt } = device
  return { fingerprint, kind, kindSource, osVersion, addedAt }
}
