import { isUsableAtService, type Device } from './device'
import { safeguardOf, type Safeguard } from './safeguards'

/** What the person would have left if one device were removed: enough to say it in words beforehand. */
export type RemovalImpact = {
  readonly guard: Safeguard | null
  readonly phonesLeft: number
  readonly backupsLeft: number
  /** Whether every phone that would be left is one by inference only. */
  readonly phonesInferred: boolean
}

/** The impact of removing `device` from `devices`. Only phones and recovery backups that the service accepts count. */
export function removalImpact(device: Device, devices: readonly Device[]): RemovalImpact {
  const left = devices.filter((other) => other.id !== device.id && isUsableAtService(other))
  const phones = left.filter((other) => other.kind === 'phone')
  return {
    guard: safeguardOf(device, devices),
    phonesLeft: phones.length,
    backupsLeft: left.filter((other) => other.kind === 'backup').length,
    phonesInferred:
      phones.length > 0 && phones.every(({ kindSource }) => kindSource === 'inferred'),
  }
}

/** The safeguard that a removal meets, and whether something is left afterwards. */
export type RemovalWarning = `${Safeguard}.${'covered' | 'bare'}`

/** The warning of an impact, or null. A confirmation names it, so that it doesn’t count for a worse one. */
export function removalWarning(impact: RemovalImpact): RemovalWarning | null {
  const { guard, phonesLeft, backupsLeft } = impact
  return guard === null ? null : `${guard}.${phonesLeft + backupsLeft > 0 ? 'covered' : 'bare'}`
}
