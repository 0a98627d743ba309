import 'server-only'
import type { RememberedDevice } from '../../audit/events/events'
import type { Actor } from '../../auth/authorization/actor'
import { fail, succeed, type Result } from '../../platform/result'
import { isActive, type Device } from '../model/device'
import type { RemovalReason } from '../model/safeguards'
import type { OwnedDevice } from '../list/read-devices'
import { newReferenceCode } from '../../platform/reference-code'
import type { RemovalCommand } from './removal-store'

/** A row that can be removed. */
export type DeviceToRemove = OwnedDevice & {
  readonly publicSigningKey: string
  /** Whether it is all that its identity has. */
  readonly isOnly: boolean
}

/** The row a device id means: exactly one key, or nothing is done. */
export function findDeviceToRemove(
  deviceId: string,
  devices: readonly OwnedDevice[],
): Result<DeviceToRemove, { code: 'not-found' | 'not-removable' }> {
  const [target, ...others] = devices.filter(({ device }) => device.id === deviceId)
  if (!target) return fail({ code: 'not-found' })
  const { publicSigningKey, userId } = target
  // One key in two notations: the service might take the other row.
  if (publicSigningKey === null || others.some((row) => row.publicSigningKey !== publicSigningKey))
    return fail({ code: 'not-removable' })
  const isOnly = devices.filter((row) => row.userId === userId).length === 1
  return succeed({ ...target, publicSigningKey, isOnly })
}

/** Who removes, and for whom. Whether they may is decided before. */
export type Remover = {
  readonly actor: Pick<Actor, 'issuer' | 'subject' | 'signIn'>
  /** Null for the person themselves. */
  readonly desk: SupportAuthorization | null
}

/** On whose word an agent removes. */
export type SupportAuthorization = {
  /** The person, where they are known: they are told. */
  readonly owner: { readonly issuer: string; readonly subject: string } | null
  readonly ticket: string
  /** What a second agent approved, and the receipt number that was promised with it. */
  readonly approval: { readonly number: string; readonly receipt: string } | null
}

/** The order to remove one row of the person's, who has `userIds`, with a receipt number of its own. */
export function removalCommand(
  { actor, desk }: Remover,
  userIds: readonly [string, ...string[]],
  { device, userId, isOnly }: Pick<DeviceToRemove, 'device' | 'userId' | 'isOnly'>,
  reason: RemovalReason,
  part: Pick<RemovalCommand, 'cleanUp' | 'place'> = { cleanUp: null, place: 0 },
): RemovalCommand {
  return {
    receipt: desk?.approval?.receipt ?? newReferenceCode(),
    actorIssuer: actor.issuer,
    actorSubject: actor.subject,
    actorRole: desk === null ? 'person' : 'support',
    askedBy: {
      signIn: actor.signIn,
      desk: desk && {
        owner: desk.owner,
        ticket: desk.ticket,
        approval: desk.approval?.number ?? null,
      },
    },
    userIds: [...userIds],
    userId,
    deviceId: device.id,
    reason,
    device: rememberDevice(device),
    wasActive: isActive(device),
    wasOnly: isOnly,
    ...part,
  }
}

/** A device as the trail remembers it: what it was recognised by, no key. */
export function rememberDevice(device: Device): RememberedDevice {
  const { fingerprint, kind, kindSource, osVersion, addedAt } = device
  return { fingerprint, kind, kindSource, osVersion, addedAt }
}
