import { isUsableAtService, mayBeUsable, type Backup, type Device, type Phone } from './device'
import { compareTexts, DISPLAY_ORDER, groupDevices } from './group-devices'

/** A kept recovery backup whose row in the list isn't known for certain. It is one of the rows that nothing else explains. */
export type RowlessBackup = {
  /** Which of the person's Recognize identities it belongs to, counted from 0. */
  readonly identity: number
  /** ISO 8601, UTC. */
  readonly storedAt: string
}

/** All that ways back in are found from: the listed devices, and kept backups without a row of their own. */
export type Inventory = {
  readonly devices: readonly Device[]
  readonly rowlessBackups: readonly RowlessBackup[]
}

/** A recovery backup that can be used; `at` is when it was made or kept, ISO 8601 in UTC, null when that isn't known. */
export type UsableBackup = { readonly at: string | null; readonly row: Backup | null }

/** What could let the person in, and what might. */
export type WaysBackIn = {
  /** The phones that work, newest first. The first one is the present phone. */
  readonly phones: readonly Phone[]
  /** The recovery backups that can be used, newest first. */
  readonly backups: readonly UsableBackup[]
  /** Rows that may be a way in, or not: nobody says for certain. They never count. */
  readonly uncertain: readonly Device[]
}

/**
 * The ways back in: the one source of every sentence, safeguard and choice that depends on them.
 *
 * A phone counts when its kind is certain and the service says that it is active. A recovery backup counts when it is
 * active too and its client state is kept. One public key is one device, however often the service lists it. A kept
 * backup without a row counts only while a row is listed that may be it: without its row the service doesn't accept it.
 */
export function waysBackIn({ devices, rowlessBackups }: Inventory): WaysBackIn {
  const groups = groupDevices(onePerKey(devices.filter(isUsableAtService)))
  const phones = groups.phone.filter((device) => device.kind === 'phone')
  const backups = groups.backup.filter((device) => device.kind === 'backup')
  const rowless = coveredByRows(rowlessBackups, [...groups.backup, ...groups.unknown])
  const usable = [
    ...backups.filter(({ keptBy }) => keptBy !== null).map((row) => ({ at: row.addedAt, row })),
    ...rowless.map(({ storedAt }) => ({ at: storedAt, row: null })),
  ]
  return {
    phones,
    backups: usable.toSorted((a, b) => compareTexts(b.at ?? '', a.at ?? '')),
    uncertain: onePerKey(devices.filter(isUncertain)),
  }
}

/** Whether nothing certain would let the person in. */
export function hasNoWayBackIn({ phones, backups }: WaysBackIn): boolean {
  return phones.length + backups.length === 0
}

/** Whether a row may be a way in without counting as one: its kind, its state or its date is not certain. */
export function isUncertain(device: Device): boolean {
  if (!mayBeUsable(device)) return false
  if (device.kind === 'unknown') return true
  const isWay = device.kind === 'phone' || (device.kind === 'backup' && device.keptBy !== null)
  return isWay && device.doubt !== null
}

/** The devices without those that have the key of an earlier one. A row without a key is a device of its own. */
function onePerKey(devices: readonly Device[]): Device[] {
  const groups = groupDevices(devices)
  const keys = new Set<string>()
  // In the order of the groups, so that the service's order never decides which of two rows stands for a key.
  return DISPLAY_ORDER.flatMap((kind) => groups[kind]).filter(({ fingerprint }) => {
    if (fingerprint === null) return true
    const isFirst = !keys.has(fingerprint)
    keys.add(fingerprint)
    return isFirst
  })
}

/** As many of the kept backups without a row, newest first, as their identity has rows that may be them. */
function coveredByRows(
  rowlessBackups: readonly RowlessBackup[],
  rows: readonly Device[],
): RowlessBackup[] {
  const free = new Map<number, number>()
  for (const row of rows)
    if (row.kind === 'unknown' || (row.kind === 'backup' && row.keptBy !== 'portal'))
      free.set(row.identity, (free.get(row.identity) ?? 0) + 1)
  return rowlessBackups
    .toSorted((a, b) => compareTexts(b.storedAt, a.storedAt))
    .filter(({ identity }) => {
      const left = free.get(identity) ?? 0
      free.set(identity, left - 1)
      return left > 0
    })
}
