import { isUsableAtService, type Device } from './device'

/** Why a device is removed, as the person says it. */
export const REMOVAL_REASONS = ['lost', 'stolen', 'sold', 'unrecognised', 'tidying'] as const
export type RemovalReason = (typeof REMOVAL_REASONS)[number]

/**
 * What a removal would leave the person without.
 * - `last-phone` no other phone could sign in
 * - `last-backup` no other recovery backup
 * - `last-way-in` the row's kind is unknown and nothing known would be left
 */
export type Safeguard = 'last-phone' | 'last-backup' | 'last-way-in'

/** The safeguard that removing `device` from `devices` meets, or null. A row that the service doesn't accept gives no access and meets none. */
export function safeguardOf(device: Device, devices: readonly Device[]): Safeguard | null {
  if (!isUsableAtService(device)) return null
  const left = devices.filter((other) => other.id !== device.id && isUsableAtService(other))
  const has = (kind: Device['kind']) => left.some((other) => other.kind === kind)
  switch (device.kind) {
    case 'phone':
      return has('phone') ? null : 'last-phone'
    case 'backup':
      return has('backup') ? null : 'last-backup'
    case 'temporary':
      return null
    case 'unknown':
      return has('phone') || has('backup') ? null : 'last-way-in'
  }
}

export type SafeguardDecision = 'pass' | 'confirm' | 'refuse'

/** A person who tidies or sells can add another device first, so it refuses. A device in other hands must stay removable. */
export function decideSafeguard(guard: Safeguard | null, reason: RemovalReason): SafeguardDecision {
  if (guard === null) return 'pass'
  return canBeScheduled(reason) ? 'refuse' : 'confirm'
}

/** Whether a removal for this reason can wait, so that it can be undone: the device is not in other hands. */
export function canBeScheduled(reason: RemovalReason): boolean {
  return reason === 'sold' || reason === 'tidying'
}
