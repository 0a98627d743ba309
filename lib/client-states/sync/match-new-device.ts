import 'server-only'
import type { Device } from '../../devices/model/device'
import type { ActivationRow } from '../../activations/tracking/activation-rows'

/** How long the only new row stays listed before it counts without a word from the app or the service. */
export const GRACE_MS = 10_000

type NewDevices = ActivationRow['newDevices']

/** The listed devices that may be the phone of an activation: new, no client states, and of no other activation (`taken`). */
export function candidatesOf(
  { knownDevices }: Pick<ActivationRow, 'knownDevices'>,
  devices: readonly Device[],
  taken: ReadonlySet<string>,
): Device[] {
  const known = new Set(knownDevices)
  return devices.filter(
    ({ id, kind }) => (kind === 'phone' || kind === 'unknown') && !known.has(id) && !taken.has(id),
  )
}

/** Since when each of them is listed without a break; of what people were told already they are not told again. */
export function noteCandidates(
  before: NewDevices,
  candidates: readonly Pick<Device, 'id'>[],
  at: Date,
): NewDevices {
  const ids = new Set(candidates.map(({ id }) => id))
  const fresh = candidates.filter(({ id }) => !before.some((noted) => noted.id === id))
  return [
    ...before.filter(({ id, told }) => told || ids.has(id)),
    ...fresh.map(({ id }) => ({ id, since: at.toISOString(), told: false })),
  ]
}

export type Sought = Pick<ActivationRow, 'deviceId' | 'knownDevices' | 'facePassedAt'>

/**
 * Which of the listed devices came of an activation. The one whose key the app told, if it is new; the app's word decides
 * between devices, and hides none. Else the only candidate: at once when the face check is known to have passed and no
 * key was told; otherwise once it is `settled`, by what nobody who holds the phone can prevent. Null while there is
 * none, or more than one could be.
 */
export function matchNewDevice(
  { deviceId, knownDevices, facePassedAt }: Sought,
  devices: readonly Device[],
  candidates: readonly Device[],
  isSettled: (device: Device) => boolean,
): Device | null {
  const told = devices.find(({ id }) => id === deviceId && !knownDevices.includes(id))
  if (told) return told
  const [only, ...others] = candidates
  if (!only || others.length > 0) return null
  return (deviceId === null && facePassedAt !== null) || isSettled(only) ? only : null
}

/** Whether a device has been listed for the grace. */
export function hasStayed(noted: NewDevices, id: string, at: Date): boolean {
  const since = noted.find((device) => device.id === id)?.since
  return since !== undefined && at.getTime() - Date.parse(since) >= GRACE_MS
}
