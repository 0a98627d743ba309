import 'server-only'
import type { Subject } from '../../auth/authorization/actor'
import type { Device } from '../model/device'
import type { Inventory } from '../model/ways-back-in'
import { storedRows, type StoredRow } from '../outside/known-lists'
import { deviceRecords, type DeviceRecords } from './device-records'
import { deviceOf } from './read-devices'

/** How old stored rows may be to be used. */
const MOST_AGE_MS = 7 * 24 * 3600_000

/**
 * The rows of the last readings of any replica, with what the portal knows of them now; null unless every identity of the
 * person was read. It says what a removal would leave, as far as that was known. It isn't shown as a list.
 */
export async function readStoredList(
  { userIds }: Pick<Subject, 'userIds'>,
  at: Date,
): Promise<Inventory | null> {
  const rows = await storedRows(userIds, new Date(at.getTime() - MOST_AGE_MS))
  if (rows === null) return null
  const records = await deviceRecords(userIds)
  return {
    devices: userIds.flatMap((userId, identity) =>
      rows.filter((row) => row.userId === userId).map((row) => deviceOfRow(row, identity, records)),
    ),
    rowlessBackups: userIds.flatMap((userId, identity) =>
      records.rowlessBackups(userId).map((storedAt) => ({ identity, storedAt })),
    ),
  }
}

/** The service's words for the kinds. */
const STATED = { phone: 'SDK', backup: 'BACKUP', temporary: 'TEMPORARY', unknown: null } as const
/** No word for a kind: only what the portal knows itself decides. */
const UNSTATED = '?'

function deviceOfRow(
  { userId, deviceId: id, device, state: inactiveState, doubt }: StoredRow,
  identity: number,
  records: DeviceRecords,
): Device {
  const { fingerprint, kind, kindSource, osVersion, addedAt } = device
  const statedKind =
    kindSource === 'stated' ? STATED[kind] : kindSource === 'confirmed' ? null : UNSTATED
  const facts = { id, identity, fingerprint, osVersion, addedAt, inactiveState, doubt }
  // Only rows with a key are stored.
  const unstored = { sdkVersion: null, removable: true, odd: [] }
  return deviceOf({ ...facts, ...unstored }, { userId, statedKind }, records)
}
