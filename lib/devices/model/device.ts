// What a device is, in the portal's words, as it may be shown in a browser: no keys, no vendor ids.
// A phone is an SDK device. Recovery and temporary backups are client states. All three share one list at the service.

export type Platform = 'ios' | 'android' | 'other'

/** What is known of a device of any kind. */
export type RowFacts = {
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
  /**
   * Why the row can't count as a way in although the service doesn't call it inactive; null when it can.
   * - `no-state` the service sent no state
   * - `impossible-date` it was added before the service existed, or in the future
   */
  readonly doubt: 'no-state' | 'impossible-date' | null
  /** ISO 8601 instant in UTC. */
  readonly addedAt: string | null
  /** When its app last told that it runs; ISO 8601 instant in UTC, null when it never did. */
  readonly lastSeenAt: string | null
  /** False when the row has no key that could be sent upstream. */
  readonly removable: boolean
  /** Names of fields that are missing or unreadable. */
  readonly odd: readonly string[]
}

/** Each source of a phone's kind is certain: a guess never makes a row a phone. */
export type Phone = RowFacts & {
  readonly kind: 'phone'
  readonly kindSource: 'stated' | 'reported' | 'added-here' | 'confirmed'
  readonly platform: Platform
}
export type Backup = RowFacts & {
  readonly kind: 'backup'
  readonly kindSource: 'stated' | 'created-here'
  /**
   * Who keeps its client state, so that a phone can be set up with it: this portal, or by its word the organisation. Null
   * when no kept state is known. Then the backup can't be used.
   */
  readonly keptBy: 'portal' | 'organisation' | null
}
export type Temporary = RowFacts & {
  readonly kind: 'temporary'
  readonly kindSource: 'stated' | 'created-here'
}
export type Unstated = RowFacts & {
  readonly kind: 'unknown'
  /** `disowned`: the person says that it is no phone of theirs. */
  readonly kindSource: 'not-stated' | 'disowned'
  /** It carries the versions of a phone's app: it is a phone, or a client state that was made on one. */
  readonly hasPhoneVersions: boolean
}

export type Device = Phone | Backup | Temporary | Unstated
export type DeviceKind = Device['kind']

/**
 * Whether the service certainly accepts the device: it says that it is ACTIVE, and its date is possible. It says nothing
 * of when the device was used last. Only such devices count as a way in.
 */
export function isUsableAtService(device: Device): boolean {
  return device.inactiveState === null && device.doubt === null
}

/** Whether the service may accept the device: it doesn't say otherwise. Removing it may take a way in. */
export function mayBeUsable(device: Device): boolean {
  return device.inactiveState === null
}

/** What receipts and the audit log remember of a device: enough to recognise it, no key, no name that a person gave it. */
export function rememberDevice(device: Device) {
  const { fingerprint, kind, kindSource, osVersion, addedAt } = device
  return { fingerprint, kind, kindSource, osVersion, addedAt }
}

/** The most devices and client states one Recognize user can have (SDK error 539). */
export const SLOT_LIMIT = 50
