import { DEVICE_KINDS, isActive, type Device, type DeviceKind } from './device'

export type DeviceGroups = Readonly<Record<DeviceKind, readonly Device[]>>

/** Newest first; rows without a date last; ties by id, then by what they say, so that the order never depends on the service's. */
function byAge(a: Device, b: Device): number {
  return (
    compare(b.addedAt ?? '', a.addedAt ?? '') ||
    compare(a.id, b.id) ||
    // Two rows may carry the same key upstream.
    compare(JSON.stringify(a), JSON.stringify(b))
  )
}

/** The order of two texts by their characters, the same in every language. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The list by kind, each group usable rows first, then newest first. Every row is in exactly one group. */
export function groupDevices(devices: readonly Device[]): DeviceGroups {
  const sorted = [...devices].sort(
    (a, b) => Number(isActive(b)) - Number(isActive(a)) || byAge(a, b),
  )
  const of = (kind: DeviceKind) => sorted.filter((device) => device.kind === kind)
  return Object.fromEntries(DEVICE_KINDS.map((kind) => [kind, of(kind)])) as Record<
    DeviceKind,
    Device[]
  >
}
