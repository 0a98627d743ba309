import { isUsableAtService, type Backup, type Device, type Phone } from './device'
import { groupDevices } from './group-devices'

/** Recovery coverage: the usable phones and recovery backups that would let the person in without their phone. */
export type Coverage = {
  /** The phone that is imagined to be lost: the newest one; null when there is none. */
  readonly lost: Phone | null
  /** The other phones, newest first. */
  readonly otherPhones: readonly Phone[]
  /** The recovery backups, newest first. */
  readonly backups: readonly Backup[]
  /** Whether a phone that counts here is one by inference only. */
  readonly relyingOnInference: boolean
}

/** The coverage of a list. */
export function coverageOf(devices: readonly Device[]): Coverage {
  const groups = groupDevices(devices.filter(isUsableAtService))
  const phones = groups.phone.filter((device) => device.kind === 'phone')
  const [lost = null, ...otherPhones] = phones
  return {
    lost,
    otherPhones,
    backups: groups.backup.filter((device) => device.kind === 'backup'),
    relyingOnInference: phones.some((phone) => phone.kindSource === 'inferred'),
  }
}

export type Amount = 'none' | 'one' | 'many'

/** 0, 1 or more, as the message files tell them apart. */
export function amountOf(count: number): Amount {
  return count === 0 ? 'none' : count === 1 ? 'one' : 'many'
}
