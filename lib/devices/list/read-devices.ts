import 'server-only'
import type { Subject } from '../../auth/authorization/actor'
import type { Deadline } from '../../platform/deadline'
import { fail, succeed, type Result } from '../../platform/result'
import { listUserDevices } from '../../recognize/client'
import type { RecognizeError } from '../../recognize/errors'
import type { RecognizeDevice } from '../../recognize/map'
import type { Backup, Device, RowFacts } from '../model/device'
import { deviceIdOf, fingerprintOf, placeholderIdOf } from '../model/identifiers'
import { determineKind, platformOf, type KnownKind } from '../model/kind'
import type { Inventory, RowlessBackup } from '../model/ways-back-in'
import {
  deviceRecords,
  neededDeviceRecords,
  noRecords,
  type DeviceRecord,
  type DeviceRecords,
} from './device-records'

/** A device together with what only the server may hold of it. */
export type OwnedDevice = {
  readonly device: Device
  readonly userId: string
  readonly publicSigningKey: string | null
}

/** The service's errors; that it knows none of the identities is a code of its own, apart from an unknown device. */
export type ReadError =
  RecognizeError | { readonly code: 'identity-unknown'; readonly requestId: string }

export type ReadList = {
  readonly devices: readonly OwnedDevice[]
  /** The kept recovery backups whose row isn't known. */
  readonly rowlessBackups: readonly RowlessBackup[]
  /** The identities, counted from 0, that the service doesn't know although it knows another one of the person's. */
  readonly unknownIdentities: readonly number[]
}

/**
 * Reads all rows of all identities. One that can’t be read fails the whole list: a shorter one would seem true. `to`: an
 * act needs the portal's own records besides, and throws without them.
 */
export async function readDeviceLists(
  subject: Pick<Subject, 'userIds'>,
  deadline: Deadline,
  to: 'show' | 'act' = 'show',
): Promise<Result<ReadList, ReadError>> {
  const recordsOf = to === 'act' ? neededDeviceRecords : deviceRecords
  const [records, ...lists] = await Promise.all([
    recordsOf(subject.userIds),
    ...subject.userIds.map((userId) => listUserDevices(userId, deadline)),
  ])
  const failure = lists.find((list) => !list.ok && list.error.code !== 'not-found')
  if (failure && !failure.ok) return failure
  const unknown = lists.find((list) => !list.ok)
  if (unknown && !unknown.ok && !lists.some((list) => list.ok))
    return fail({ code: 'identity-unknown', requestId: unknown.error.requestId })
  return succeed({
    devices: lists.flatMap((list, identity) =>
      list.ok ? ownedDevices(list.value, identity, records) : [],
    ),
    rowlessBackups: subject.userIds.flatMap((userId, identity) =>
      records.rowlessBackups(userId).map((storedAt) => ({ identity, storedAt })),
    ),
    unknownIdentities: lists.flatMap((list, identity) => (list.ok ? [] : [identity])),
  })
}

/** The ways back in are found from this. */
export function inventoryOf({ devices, rowlessBackups }: ReadList): Inventory {
  return { devices: devices.map(({ device }) => device), rowlessBackups }
}

/** The inventory of one of the identities, counted from 0. */
export function inventoryOfIdentity(list: ReadList, identity: number): Inventory {
  const { devices, rowlessBackups } = inventoryOf(list)
  return {
    devices: devices.filter((device) => device.identity === identity),
    rowlessBackups: rowlessBackups.filter((backup) => backup.identity === identity),
  }
}

/** The devices of {@link readDeviceLists} alone: an identity the service no longer knows counts as empty. */
export async function readDevices(
  subject: Pick<Subject, 'userIds'>,
  deadline: Deadline,
): Promise<Result<OwnedDevice[], ReadError>> {
  const lists = await readDeviceLists(subject, deadline)
  return lists.ok ? succeed([...lists.value.devices]) : lists
}

/** The rows of one identity's list that aren't marked as deleted, as devices, in the service's order. */
export function ownedDevices(
  rows: readonly RecognizeDevice[],
  identity: number,
  records: DeviceRecords = noRecords,
): OwnedDevice[] {
  const copies = new Map<string, number>()
  return rows
    .filter((row) => row.deletedAt === null && !/^deleted$/i.test(row.state ?? ''))
    .map((row) => {
      if (row.publicSigningKey !== null)
        return ownedDevice(row, identity, deviceIdOf(row.userId, row.publicSigningKey), records)
      const content = JSON.stringify(row)
      const copy = copies.get(content) ?? 0
      copies.set(content, copy + 1)
      return ownedDevice(row, identity, placeholderIdOf(row.userId, content, copy), records)
    })
}

function ownedDevice(
  row: RecognizeDevice,
  identity: number,
  id: string,
  records: DeviceRecords,
): OwnedDevice {
  const { userId, publicSigningKey: key, statedKind, osVersion, sdkVersion, addedAt, odd } = row
  const facts = {
    id,
    identity,
    fingerprint: key === null ? null : fingerprintOf(key),
    inactiveState: row.state === null || /^active$/i.test(row.state) ? null : row.state,
    doubt: doubtAbout(row),
    removable: key !== null,
    ...{ osVersion, sdkVersion, addedAt, odd },
  }
  return { device: deviceOf(facts, { userId, statedKind }, records), userId, publicSigningKey: key }
}

/** A row with what the portal itself knows of it. */
export function deviceOf(
  row: Omit<RowFacts, 'nickname' | 'lastSeenAt'>,
  { userId, statedKind }: Pick<RecognizeDevice, 'userId' | 'statedKind'>,
  records: DeviceRecords,
): Device {
  const record = records.of(userId, row.id)
  const { osVersion, sdkVersion } = row
  const lastSeenAt = record.lastSeenAt?.toISOString() ?? null
  const facts = { ...row, nickname: record.nickname, lastSeenAt }
  const known = determineKind(statedKind, record)
  switch (known.kind) {
    case 'phone':
      return { ...facts, ...known, platform: platformOf(osVersion) }
    case 'unknown':
      return { ...facts, ...known, hasPhoneVersions: Boolean(osVersion) && Boolean(sdkVersion) }
    case 'backup':
      return {
        ...facts,
        kind: 'backup',
        kindSource: known.kindSource,
        keptBy: keeperOf(known, record, records),
      }
    case 'temporary':
      return { ...facts, kind: 'temporary', kindSource: known.kindSource }
  }
}

function doubtAbout({ state, hasImpossibleDate }: RecognizeDevice): Device['doubt'] {
  if (hasImpossibleDate) return 'impossible-date'
  return state === null ? 'no-state' : null
}

/** Where an organisation keeps client states itself, it keeps all that the service calls backups, by its own word. */
function keeperOf(
  { kindSource }: KnownKind,
  { isKept }: DeviceRecord,
  { areBackupsElsewhere }: DeviceRecords,
): Backup['keptBy'] {
  if (isKept) return 'portal'
  return areBackupsElsewhere && kindSource === 'stated' ? 'organisation' : null
}
