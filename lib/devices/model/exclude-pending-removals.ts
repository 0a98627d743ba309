import type { Inventory } from './ways-back-in'

/**
 * The inventory without devices whose removal isn't over. Safeguards and sentences count only the others, because a
 * device that is being removed may be gone in a moment.
 */
export function excludePendingRemovals(
  { devices, rowlessBackups }: Inventory,
  pending: readonly { readonly deviceId: string }[],
): Inventory {
  const leaving = new Set(pending.map(({ deviceId }) => deviceId))
  return { devices: devices.filter(({ id }) => !leaving.has(id)), rowlessBackups }
}
