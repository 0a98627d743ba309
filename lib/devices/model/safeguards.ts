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

/** The guard that removing `device` from `devices` meets, or null. Rows the service calls inactive give no access and meet none. */
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

/**
 * What a guard demands for a reason: someone who tidies or sells can add first and remove then, so it refuses;
 * someone whose device is in other hands must be able to end it, so it only asks for one more confirmation.
 */
export function decideSafeguard(guard: Safeguard | null, reason: RemovalReason): SafeguardDecision {
  if (guard === null) return 'pass'
  return canBeScheduled(reason) ? 'refuse' : 'confirm'
}

/** Whether a removal for this reason can wait, so that it may be undone: nobody else holds the device. */
export function canBeScheduled(reason: RemovalReason): boolean {
  return reason === 'sold' || reason === 'tidying'
}
