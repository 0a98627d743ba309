import 'server-only'
import type { StateKind } from '../vault/vault'
import type { OwnedDevice } from '../../devices/list/read-devices'

/** How far apart the making of a row and the coming of its state may be, by the service's clock and ours. */
export const NEAR_MS = 10 * 60_000

/** Whether a row of the service's list may be the one of a state of that kind, for all that is said of it. */
export function mayBeRowOf({ device, publicSigningKey }: OwnedDevice, kind: StateKind): boolean {
  if (publicSigningKey === null || device.lastSeenAt !== null) return false
  return device.kindSource === 'not-stated' || isStatedAs(device, kind)
}

function isStatedAs({ kindSource, kind: stated }: OwnedDevice['device'], kind: StateKind): boolean {
  return kindSource === 'stated' && stated === kind
}
