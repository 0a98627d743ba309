import type { Device } from './device'
import { safeguardOf, type Safeguard } from './safeguards'
import { waysBackIn, type Inventory } from './ways-back-in'

/** What the person would have left if one device were removed: enough to say it in words beforehand. */
export type RemovalImpact = {
  readonly guard: Safeguard | null
  readonly phonesLeft: number
  readonly backupsLeft: number
  /** How many rows would be left that may be a way in, or not. */
  readonly uncertainLeft: number
}

/** The impact of removing `device` from what the person has. */
export function removalImpact(device: Device, inventory: Inventory): RemovalImpact {
  const others = withoutDevice(device, inventory)
  const left = waysBackIn(others)
  // A device that waits to go is out of the inventory already. It still is a way in until it goes.
  const before = waysBackIn({ ...others, devices: [...others.devices, device] })
  return {
    guard: safeguardOf(device, before, left),
    phonesLeft: left.phones.length,
    backupsLeft: left.backups.length,
    uncertainLeft: left.uncertain.length,
  }
}

/** The inventory without a device: the service deletes every row of its identity that has the same key. */
function withoutDevice({ id }: Device, { devices, rowlessBackups }: Inventory): Inventory {
  return { devices: devices.filter((other) => other.id !== id), rowlessBackups }
}

/** The safeguard that a removal meets, and whether something is left afterwards. */
export type RemovalWarning = `${Safeguard}.${'covered' | 'bare'}`

/** The warning of an impact, or null. A confirmation names it, so that it doesn’t count for a worse one. */
export function removalWarning(impact: RemovalImpact): RemovalWarning | null {
  const { guard, phonesLeft, backupsLeft } = impact
  return guard === null ? null : `${guard}.${phonesLeft + backupsLeft > 0 ? 'covered' : 'bare'}`
}

/** Whether a yes to `confirmed` is a yes to `warning` too: no safeguard is met, or the same one, and no more is lost. */
export function coversWarning(confirmed: string | null, warning: RemovalWarning | null): boolean {
  if (warning === null || confirmed === warning) return true
  return warning.endsWith('.covered') && confirmed === warning.replace('.covered', '.bare')
}
