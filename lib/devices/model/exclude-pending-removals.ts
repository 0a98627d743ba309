import type { Device } from './device'

/** The devices that stay. Safeguards count only these: what is being removed may soon be gone. */
export function excludePendingRemovals(
  devices: readonly Device[],
  pending: readonly { readonly deviceId: string }[],
): Device[] {
  const leaving = new Set(pending.map(({ deviceId }) => deviceId))
  return devices.filter(({ id }) => !leaving.has(id))
}
