import type { Device } from './device'

/** The devices of the rows that stay. Safeguards count only these: what is being removed may soon be gone. */
export function excludePendingRemovals(
  rows: readonly { readonly device: Device }[],
  pending: readonly { readonly deviceId: string }[],
): Device[] {
  const leaving = new Set(pending.map(({ deviceId }) => deviceId))
  return rows.map(({ device }) => device).filter(({ id }) => !leaving.has(id))
}
