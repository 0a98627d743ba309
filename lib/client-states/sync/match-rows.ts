import 'server-only'
import { SLOT_LIMIT, type Device } from '../../devices/model/device'
import { deviceIdOf } from '../../devices/model/identifiers'
import type { OwnedDevice } from '../../devices/list/read-devices'
import { fail, succeed, type Result } from '../../platform/result'
import type { StateKind } from '../vault/envelope'

// Which listed row is which. The service's list says neither which client state a row is, nor which phone came of an
// activation. Everything that decides it is in this file, and all of it is pure. Two rules hold throughout: a key that
// an app has told decides, and without a key only a match that is certain counts.

/** How far the making of a row and the arrival of its state may be apart, by the service's clock and ours. */
export const MATCH_WINDOW_MS = 10 * 60_000
/** How long the only new row must stay listed before it counts without a word from the app or the service. */
export const GRACE_MS = 10_000

/** A state or an activation that looks for its row, with the ids of its candidates. */
type Seeker = { readonly id: string; readonly rows: ReadonlySet<string> }

/** Gives each seeker its row where that is certain: the row is its only candidate, and no other seeker's candidate. */
export function certainMatches(
  seekers: readonly Seeker[],
): { readonly id: string; readonly deviceId: string }[] {
  return seekers.flatMap(({ id, rows }) => {
    const [deviceId] = rows
    if (deviceId === undefined || rows.size > 1) return []
    const isWanted = seekers.some((other) => other.id !== id && other.rows.has(deviceId))
    return isWanted ? [] : [{ id, deviceId }]
  })
}

/** The listed row of a key that an app has told; undefined when the service doesn't list it. */
export function findRowByKey(
  listed: readonly OwnedDevice[],
  userId: string,
  publicSigningKey: string,
): OwnedDevice | undefined {
  const deviceId = deviceIdOf(userId, publicSigningKey)
  return listed.find(({ device }) => device.id === deviceId)
}

const idsOf = (rows: readonly OwnedDevice[]) => new Set(rows.map(({ device }) => device.id))

// Client states

/** Whether a row may be a client state of that kind, by all that is said of the row. */
function mayBeState({ device, publicSigningKey }: OwnedDevice, kind: StateKind): boolean {
  if (publicSigningKey === null || device.lastSeenAt !== null) return false
  return device.kind === 'unknown' || (device.kindSource === 'stated' && device.kind === kind)
}

/** Whether a row is known to be something else than a client state of that kind. */
function isOtherKind({ device }: OwnedDevice, kind: StateKind): boolean {
  return device.kind === 'phone' || (device.kindSource === 'stated' && device.kind !== kind)
}

function isMadeAround({ device: { addedAt } }: OwnedDevice, at: Date): boolean {
  return addedAt !== null && Math.abs(Date.parse(addedAt) - at.getTime()) <= MATCH_WINDOW_MS
}

/** The rows that may be a client state of that kind and are not `taken`, in the service's order. */
export function stateRows(
  listed: readonly OwnedDevice[],
  kind: StateKind,
  taken: ReadonlySet<string>,
): OwnedDevice[] {
  return listed.filter((row) => mayBeState(row, kind) && !taken.has(row.device.id))
}

/** A state that arrives, as far as its row goes. `taken` are the rows that are known to be something else. */
export type ArrivingState = {
  readonly userId: string
  readonly kind: StateKind
  /** Null when the app doesn't know the key of the row. */
  readonly publicSigningKey: string | null
  readonly listed: readonly OwnedDevice[]
  readonly taken: ReadonlySet<string>
  readonly at: Date
}

/** The row of the service's list that a state is, and how that is known. */
export type StateRow =
  | { readonly deviceId: string; readonly linkedBy: 'app' | 'difference' }
  | { readonly deviceId: null; readonly linkedBy: null }

function arrivingRows({ kind, listed, taken, at }: ArrivingState): OwnedDevice[] {
  return stateRows(listed, kind, taken).filter((row) => isMadeAround(row, at))
}

/**
 * The row of an arriving state. With a key it is the key's row, even before the service lists it. Without a key it is
 * the only row made within the window. There is no row when that isn't certain.
 * - `wrong-kind` the row of that key is another kind of device: removing it must not destroy the state
 */
export function matchArrivingState(
  state: ArrivingState,
): Result<StateRow, { readonly code: 'wrong-kind' }> {
  const { userId, kind, publicSigningKey, listed } = state
  if (publicSigningKey !== null) {
    const row = findRowByKey(listed, userId, publicSigningKey)
    if (row && isOtherKind(row, kind)) return fail({ code: 'wrong-kind' })
    return succeed({ deviceId: deviceIdOf(userId, publicSigningKey), linkedBy: 'app' })
  }
  const [match] = certainMatches([{ id: '', rows: idsOf(arrivingRows(state)) }])
  return succeed(
    match
      ? { deviceId: match.deviceId, linkedBy: 'difference' }
      : { deviceId: null, linkedBy: null },
  )
}

/**
 * Whether the user has a place for a state that arrives. The service has made its row already, so when all places are taken
 * one of the new rows may be the state's.
 */
export function hasPlaceFor(state: ArrivingState, { deviceId }: StateRow): boolean {
  const { listed } = state
  const others = listed.filter(({ device }) => device.id !== deviceId)
  if (deviceId !== null || listed.length !== SLOT_LIMIT) return others.length < SLOT_LIMIT
  return arrivingRows(state).length > 0
}

/** A kept state, as far as its row goes. */
export type KeptStateRow = {
  readonly id: string
  readonly kind: StateKind
  readonly deviceId: string | null
  readonly storedAt: Date
}

/** The rows that may be a kept state of that kind, and that no kept state is linked to. */
export function unlinkedRows(
  states: readonly KeptStateRow[],
  listed: readonly OwnedDevice[],
  kind: StateKind,
): OwnedDevice[] {
  const linked = new Set(states.flatMap(({ deviceId }) => deviceId ?? []))
  return stateRows(listed, kind, linked)
}

/** The rows of kept states that were not certain when the states arrived, where they are certain now. */
export function matchKeptStates(
  states: readonly KeptStateRow[],
  listed: readonly OwnedDevice[],
): { readonly id: string; readonly deviceId: string }[] {
  const unlinked = states.filter(({ deviceId }) => deviceId === null)
  return certainMatches(
    unlinked.map(({ id, kind, storedAt }) => {
      const rows = unlinkedRows(states, listed, kind)
      return { id, rows: idsOf(rows.filter((row) => isMadeAround(row, storedAt))) }
    }),
  )
}

// Phones

/** A phone that an activation waits for. */
export type ExpectedPhone = {
  /** The device of the key that its app has told; null without its word. */
  readonly deviceId: string | null
  /** The devices that were listed when the activation began. */
  readonly knownDevices: readonly string[]
  readonly facePassedAt: Date | null
}

/** A new row that may be the phone: since when it is listed without a break (ISO 8601, UTC), and whether people were told. */
export type NotedRow = { id: string; since: string; told: boolean }

/** The listed devices that may be the phone of an activation: new, no client state, and of no other activation (`taken`). */
export function phoneCandidates(
  { knownDevices }: Pick<ExpectedPhone, 'knownDevices'>,
  devices: readonly Device[],
  taken: ReadonlySet<string>,
): Device[] {
  const known = new Set(knownDevices)
  return devices.filter(
    ({ id, kind }) => (kind === 'phone' || kind === 'unknown') && !known.has(id) && !taken.has(id),
  )
}

/** Notes the candidates of one reading of the list. A row that was missing starts again; a notice stays noted. */
export function noteCandidates(
  before: readonly NotedRow[],
  candidates: readonly Pick<Device, 'id'>[],
  at: Date,
): NotedRow[] {
  const ids = new Set(candidates.map(({ id }) => id))
  const fresh = candidates.filter(({ id }) => !before.some((noted) => noted.id === id))
  return [
    ...before.filter(({ id, told }) => told || ids.has(id)),
    ...fresh.map(({ id }) => ({ id, since: at.toISOString(), told: false })),
  ]
}

/** Whether a row has been listed for the grace. */
export function hasStayed(noted: readonly NotedRow[], id: string, at: Date): boolean {
  const since = noted.find((row) => row.id === id)?.since
  return since !== undefined && at.getTime() - Date.parse(since) >= GRACE_MS
}

/**
 * The listed device that an activation added.
 * - If the app has told a key, and its device is new, it is that device. The app's word decides between devices, and
 *   hides none.
 * - Otherwise it is the only candidate. It counts at once when the face check is known to have passed and no key was
 *   told. Else it counts when it is `settled`, which a thief of the phone can't prevent.
 * - Null when there is no candidate, or more than one.
 */
export function matchNewPhone(
  { deviceId, knownDevices, facePassedAt }: ExpectedPhone,
  devices: readonly Device[],
  candidates: readonly Device[],
  isSettled: (device: Device) => boolean,
): Device | null {
  const told = devices.find(({ id }) => id === deviceId && !knownDevices.includes(id))
  if (told) return told
  const [match] = certainMatches([{ id: '', rows: new Set(candidates.map(({ id }) => id)) }])
  const only = candidates.find(({ id }) => id === match?.deviceId)
  if (only === undefined) return null
  return (deviceId === null && facePassedAt !== null) || isSettled(only) ? only : null
}
