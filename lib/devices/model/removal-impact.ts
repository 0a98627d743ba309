import { isActive, type Device } from './device'
import { safeguardOf, type Safeguard } from './safeguards'

/** What the person would have left, were one device removed; enough to say it in words before it is done. */
export type RemovalImpact = {
  readonly guard: Safeguard | null
  readonly phonesLeft: number
  readonly backupsLeft: number
  /** Whether every phone that would be left is one by inference only. */
  readonly phonesInferred: boolean
}

/** The outlook for removing `device` from `devices`. Only usable phones and recovery backups count. */
export function removalImpact(device: Device, devices: readonly Device[]): RemovalImpact {
  const left = devices.filter((other) => other.id !== device.id && isActive(other))
  const phones = left.filter((other) => other.kind === 'phone')
  return {
    guard: safeguardOf(device, devices),
    phonesLeft: phones.length,
    backupsLeft: left.filter((other) => other.kind === 'backup').length,
    phonesInferred:
      phones.length > 0 && phones.every(({ kindSource }) => kindSource === 'inferred'),
  }
}

/**
 * The warning that belongs to an outlook, null when there is none: the guard, and whether something is left after it.
 * A confirmation names the warning that was shown, so that it doesn't count for a worse one.
 */
export type RemovalWarning = `${Safeguard}.${'covered' | 'bare'}`

export function removalWarning({
  guard,
  phonesLeft,
  backupsLeft,
}: RemovalImpact): RemovalWarning | null {
  return guard === null ? null : `${guard}.${phonesLeft + backupsLeft > 0 ? 'covered' : 'bare'}`
}
