import type { Device } from './device'

/**
 * The devices whose removal isn't pending. Safeguards and coverage count only these, because a device that is being
 * removed may be gone in a moment.
 */
export function excludePendingRemovals(
  devices: readonly Device[],
  pending: readonly { readonly deviceId: string }[],
): Device[] {
  const leaving = new Set(pending.map(({ deviceId }) => deviceId))
  return devices.filter(({ id }) => !leaving.has(id))
}
