// What a device is, in the portal's words, as it may be shown in a browser: no keys, no vendor ids.
// A phone is an SDK device. Recovery and temporary backups are client states. All three share one list at the service.

export type Platform = 'ios' | 'android' | 'other'

type DeviceFacts = {
  /** Opaque, stable, safe in URLs. */
  readonly id: string
  /** Eight characters to compare with the phone or on a call; null when the row has no key. */
  readonly fingerprint: string | null
  /** Which of the person's Recognize identities it is bound to, counted from 0. */
  readonly identity: number
  readonly nickname: string | null
  readonly osVersion: string | null
  readonly sdkVersion: string | null
  /** The service's own word when it isn't ACTIVE; null when it is, or when none was sent. */
  readonly inactiveState: string | null
  /** ISO 8601 instant in UTC. */
  readonly addedAt: string | null
  /** When its app last told that it runs; ISO 8601 instant in UTC, null when it never did. */
  readonly lastSeenAt: string | null
  /** False when the row has no key that could be sent upstream. */
  readonly removable: boolean
  /** Names of fields that are missing or unreadable. */
  readonly odd: readonly string[]
}

export type Phone = DeviceFacts & {
  readonly kind: 'phone'
  readonly kindSource: 'stated' | 'reported' | 'inferred'
  readonly platform: Platform
}
export type Backup = DeviceFacts & {
  readonly kind: 'backup'
  readonly kindSource: 'stated' | 'created-here'
  /** Whether its state is kept here, so that a phone can be added with it. */
  readonly stored: boolean
}
export type Temporary = DeviceFacts & {
  readonly kind: 'temporary'
  readonly kindSource: 'stated' | 'created-here'
}
export type Unstated = DeviceFacts & { readonly kind: 'unknown'; readonly kindSource: 'not-stated' }

export type Device = Phone | Backup | Temporary | Unstated
export type DeviceKind = Device['kind']

/** Whether the service accepts the device. It says nothing of when the device was used last. */
export function isUsableAtService(device: Device): boolean {
  return device.inactiveState === null
}

/** What receipts and the audit log remember of a device: enough to recognise it, no key, no name that a person gave it. */
export function rememberDevice(device: Device) {
  const { fingerprint, kind, kindSource, osVersion, addedAt } = device
  return { fingerprint, kind, kindSource, osVersion, addedAt }
}

/** The most devices and client states one Recognize user can have (SDK error 539). */
export const SLOT_LIMIT = 50
