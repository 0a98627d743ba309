import { isActive, type Device } from './device'
import { guardOf, type Guard } from './guards'

/** What the person would have left, were one device removed; enough to say it in words before it is done. */
export type Outlook = {
  readonly guard: Guard | null
  readonly phonesLeft: number
  readonly backupsLeft: number
  /** Whether every phone that would be left is one by inference only. */
  readonly phonesInferred: boolean
}

/** The outlook for removing `device` from `devices`. Only usable phones and recovery backups count. */
export function outlookOf(device: Device, devices: readonly Device[]): Outlook {
  const left = devices.filter((other) => other.id !== device.id && isActive(other))
  const phones = left.filter((other) => other.kind === 'phone')
  return {
    guard: guardOf(device, devices),
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
export type Warning = `${Guard}.${'covered' | 'bare'}`

export function warningOf({ guard, phonesLeft, backupsLeft }: Outlook): Warning | null {
  return guard === null ? null : `${guard}.${phonesLeft + backupsLeft > 0 ? 'covered' : 'bare'}`
}
