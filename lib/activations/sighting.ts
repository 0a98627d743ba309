import 'server-only'
import type { Device } from '../devices/device'
import type { ActivationRow } from './rows'

/**
 * Which of the listed devices came of an activation. The one whose key the app told; without a word from it, the only
 * one that wasn't there before, once the face check is known to have passed: a backup that the app made meanwhile, or a
 * phone that another activation brought (`taken`), is not it. Null while there is none, or more than one could be.
 */
export function sightingOf(
  { deviceId, knownDevices, facePassedAt }: Sought,
  devices: readonly Device[],
  taken: ReadonlySet<string>,
): Device | null {
  if (deviceId !== null) return devices.find(({ id }) => id === deviceId) ?? null
  if (facePassedAt === null) return null
  const known = new Set(knownDevices)
  const [added, ...others] = devices.filter(
    ({ id, kind }) => (kind === 'phone' || kind === 'unknown') && !known.has(id) && !taken.has(id),
  )
  return others.length === 0 ? (added ?? null) : null
}

export type Sought = Pick<ActivationRow, 'deviceId' | 'knownDevices' | 'facePassedAt'>
