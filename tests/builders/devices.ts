import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import {
  type Backup,
  type Device,
  type DeviceKind,
  type Phone,
  type Temporary,
  type Unstated,
} from '@/lib/devices/model/device'
import { DISPLAY_ORDER } from '@/lib/devices/model/group-devices'
import type { Inventory } from '@/lib/devices/model/ways-back-in'

function facts() {
  const id = randomBytes(16).toString('hex')
  return {
    id,
    // Each device has a key of its own.
    fingerprint: `${id.slice(0, 4)}-${id.slice(4, 8)}`,
    identity: 0,
    nickname: null,
    osVersion: null,
    sdkVersion: null,
    inactiveState: null,
    doubt: null,
    lastSeenAt: null,
    addedAt: '2025-01-15T09:00:00.000000000Z',
    removable: true,
    odd: [],
  }
}

/** An iPhone that the service states to be one. */
export function phone(overrides: Partial<Phone> = {}): Phone {
  const versions = { osVersion: 'iOS 17.4', sdkVersion: '5.3.0' }
  return {
    ...facts(),
    ...versions,
    kind: 'phone',
    kindSource: 'stated',
    platform: 'ios',
    ...overrides,
  }
}

/** A recovery backup whose state the portal keeps. */
export function backup(overrides: Partial<Backup> = {}): Backup {
  return { ...facts(), kind: 'backup', kindSource: 'stated', keptBy: 'portal', ...overrides }
}

export function temporary(overrides: Partial<Temporary> = {}): Temporary {
  return { ...facts(), kind: 'temporary', kindSource: 'stated', ...overrides }
}

export function unstated(overrides: Partial<Unstated> = {}): Unstated {
  return {
    ...facts(),
    kind: 'unknown',
    kindSource: 'not-stated',
    hasPhoneVersions: false,
    ...overrides,
  }
}

type Shared = Partial<
  Pick<
    Device,
    | 'id'
    | 'fingerprint'
    | 'identity'
    | 'inactiveState'
    | 'doubt'
    | 'addedAt'
    | 'nickname'
    | 'osVersion'
  >
>

/** A device of a kind that is known only at run time. */
export function device(kind: DeviceKind, overrides: Shared = {}): Device {
  switch (kind) {
    case 'phone':
      return phone(overrides)
    case 'backup':
      return backup(overrides)
    case 'temporary':
      return temporary(overrides)
    case 'unknown':
      return unstated(overrides)
  }
}

/** As many devices of a kind as wanted, each a year older than the one before it. */
export function several(count: number, kind: DeviceKind, overrides: Shared = {}): Device[] {
  return Array.from({ length: count }, (_, index) =>
    device(kind, { addedAt: `${2025 - index}-01-15T09:00:00.000000000Z`, ...overrides }),
  )
}

/** Any device: of any kind, usable or not, certain or not, with or without a date, now and then with another one's key. */
export const anyDevice: fc.Arbitrary<Device> = fc
  .record({
    kind: fc.constantFrom(...DISPLAY_ORDER),
    id: fc.stringMatching(/^[0-9a-f]{32}$/),
    inactiveState: fc.constantFrom(null, null, 'DEACTIVATED'),
    doubt: fc.constantFrom(null, null, null, 'no-state', 'impossible-date'),
    keptBy: fc.constantFrom('portal', 'organisation', null),
    twin: fc.constantFrom(null, null, null, 'AAAA-AAAA'),
    lastSeenAt: fc.constant(null),
    addedAt: fc.option(
      fc.integer({ min: 0, max: 4_000_000_000_000 }).map((ms) => new Date(ms).toISOString()),
    ),
  })
  .map(({ kind, keptBy, twin, ...overrides }) => {
    const fingerprint = twin ?? `${overrides.id.slice(0, 4)}-${overrides.id.slice(4, 8)}`
    const made = device(kind, { ...overrides, fingerprint })
    return made.kind === 'backup' ? { ...made, keptBy } : made
  })

/** A list of devices, no two with the same id. */
export const anyDevices = fc.uniqueArray(anyDevice, { selector: ({ id }) => id, maxLength: 60 })

/** All that ways back in are found from. */
export function inventory(devices: readonly Device[], rowless: readonly string[] = []): Inventory {
  return { devices, rowlessBackups: rowless.map((storedAt) => ({ identity: 0, storedAt })) }
}
