import { isUsableAtService, type Device, type DeviceKind } from './device'

export type DeviceGroups = Readonly<Record<DeviceKind, readonly Device[]>>

/** Where the group of each kind stands on a page. A new kind does not compile before it has its place here. */
const DISPLAY_PLACE: Readonly<Record<DeviceKind, number>> = {
  phone: 1,
  backup: 2,
  temporary: 3,
  unknown: 4,
}

/** All kinds, in the order in which pages show them. */
export const DISPLAY_ORDER: readonly DeviceKind[] = kindsOf(DISPLAY_PLACE).toSorted(
  (a, b) => DISPLAY_PLACE[a] - DISPLAY_PLACE[b],
)

function kindsOf(places: typeof DISPLAY_PLACE): DeviceKind[] {
  // `Object.keys` forgets the type of the keys. A record of the literal above has no others.
  return Object.keys(places) as DeviceKind[]
}

/** Newest first, rows without a date last. Ties go by id, then by content, so that the order never depends on the service's. */
function byAge(a: Device, b: Device): number {
  return (
    compareTexts(b.addedAt ?? '', a.addedAt ?? '') ||
    compareTexts(a.id, b.id) ||
    // Two rows may carry the same key upstream.
    compareTexts(JSON.stringify(a), JSON.stringify(b))
  )
}

/** The order of two texts by their characters, the same in every language. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The list by kind, each group usable rows first, then newest first. Every row is in exactly one group. */
export function groupDevices(devices: readonly Device[]): DeviceGroups {
  const sorted = [...devices].sort(
    (a, b) => Number(isUsableAtService(b)) - Number(isUsableAtService(a)) || byAge(a, b),
  )
  const ofKind = (kind: DeviceKind) => sorted.filter((device) => device.kind === kind)
  return {
    phone: ofKind('phone'),
    backup: ofKind('backup'),
    temporary: ofKind('temporary'),
    unknown: ofKind('unknown'),
  }
}
