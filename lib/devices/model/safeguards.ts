import { isUsableAtService, type Device, type DeviceKind } from './device'
import { hasNoWayBackIn, isUncertain, type WaysBackIn } from './ways-back-in'

/** Why a device is removed, as the person says it. */
export const REMOVAL_REASONS = ['lost', 'stolen', 'sold', 'unrecognised', 'tidying'] as const
export type RemovalReason = (typeof REMOVAL_REASONS)[number]

/** The reasons that fit a kind: a client state isn't lost, stolen or sold. */
export function reasonsFor(kind: DeviceKind): readonly RemovalReason[] {
  return kind === 'backup' || kind === 'temporary' ? ['unrecognised', 'tidying'] : REMOVAL_REASONS
}

/**
 * What a removal would leave the person without.
 * - `last-phone` no other phone could sign in
 * - `last-backup` no other recovery backup
 * - `last-way-in` the row may be a way in, and nothing certain would be left
 */
export type Safeguard = 'last-phone' | 'last-backup' | 'last-way-in'

/**
 * The safeguard that removing a device meets, from the ways back in with it and without it; null when it meets none. A row
 * that the service calls inactive, and a backup that nobody keeps, give no access and meet none.
 */
export function safeguardOf(
  device: Device,
  before: WaysBackIn,
  left: WaysBackIn,
): Safeguard | null {
  if (device.kind === 'phone' && isUsableAtService(device) && left.phones.length === 0)
    return 'last-phone'
  if (before.backups.length > 0 && left.backups.length === 0) return 'last-backup'
  return isUncertain(device) && hasNoWayBackIn(left) ? 'last-way-in' : null
}

export type SafeguardDecision = 'pass' | 'confirm' | 'refuse'

/**
 * What a safeguard demands for a reason. A person who tidies or sells can add another device first, so it refuses. A person
 * whose device is in other hands must be able to remove it, so it only asks for one more confirmation. So does a row of
 * uncertain kind: with 50 of 50 places used there must be a way on.
 */
export function decideSafeguard(guard: Safeguard | null, reason: RemovalReason): SafeguardDecision {
  if (guard === null) return 'pass'
  return guard !== 'last-way-in' && canBeScheduled(reason) ? 'refuse' : 'confirm'
}

/** Whether a removal for this reason can wait, so that it can be undone: the device is not in other hands. */
export function canBeScheduled(reason: RemovalReason): boolean {
  return reason === 'sold' || reason === 'tidying'
}

/** The confirmation that rows of unknown kind may go, although nothing certain may be left to get in with. */
export const UNCERTAIN_CONFIRMED = 'last-way-in.bare'
