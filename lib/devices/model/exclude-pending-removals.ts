import type { Device } from './device'

/**
 * The devices whose removal isn't under way: what somebody who asks “could I still get in?” can count on, because one
 * that is being removed may be gone in a moment.
 */
export function excludePendingRemovals(
  devices: readonly Device[],
  pending: readonly { readonly deviceId: string }[],
): Device[] {
  const leaving = new Set(pending.map(({ deviceId }) => deviceId))
  return devices.filter(({ id }) => !leaving.has(id))
}
