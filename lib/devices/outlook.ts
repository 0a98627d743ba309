import { isActive, type Device } from './device'
import { guardOf, type Guard } from './guards'

/** What the person would have left, were one device removed; enough to say it in words before it is done. */
export type Outlook = {
  readonly guard: Guard | null
  readonly phonesLeft: number
  readonly backupsLeft: number
}

/** The outlook for removing `device` from `devices`. Only usable phones and recovery backups count. */
export function outlookOf(device: Device, devices: readonly Device[]): Outlook {
  const left = devices.filter((other) => other.id !== device.id && isActive(other))
  const count = (kind: Device['kind']) => left.filter((other) => other.kind === kind).length
  return {
    guard: guardOf(device, devices),
    phonesLeft: count('phone'),
    backupsLeft: count('backup'),
  }
}
