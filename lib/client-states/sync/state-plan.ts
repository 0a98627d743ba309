import 'server-only'
import type { KeptState } from '../vault/vault'
import type { DeviceKind } from '../../devices/model/device'
import type { OwnedDevice } from '../../devices/list/read-devices'
import { mayBeRowOf, NEAR_MS } from './state-rows'

/** For how long a row must be missing from the list before it is believed to be gone for good. */
export const MISSING_FOR_MS = 5 * 60_000

/** A removal that is known to have taken a row out of the list. */
export type RemovedRow = {
  readonly deviceId: string
  readonly kind: DeviceKind
  readonly at: Date
}

/** What has to be done to the states that are kept for one Recognize user, seeing a list; ids of states. */
export type StatePlan = {
  readonly destroyed: readonly string[]
  readonly linked: readonly { readonly id: string; readonly deviceId: string }[]
  /** Their row is missing for the first time. */
  readonly missing: readonly string[]
  /** Their row is there again. */
  readonly found: readonly string[]
}

type Linked = KeptState & { readonly deviceId: string }
const isLinked = (state: KeptState): state is Linked => state.deviceId !== null

/**
 * What a list that was read says of the states (newest first) of its user: a state goes with its row, whoever removed
 * that; one whose row wasn't certain when it came is linked to the only one that it can be; and where a person removed
 * rows of its kind, no more states without a row are kept than rows without a state are left.
 */
export function planStates(
  states: readonly KeptState[],
  listed: readonly OwnedDevice[],
  removed: readonly RemovedRow[],
  at: Date,
): StatePlan {
  const ids = new Set(listed.map(({ device }) => device.id))
  const removedIds = new Set(removed.map(({ deviceId }) => deviceId))
  const linkedBefore = states.filter(isLinked)
  const absent = linkedBefore.filter(({ deviceId }) => !ids.has(deviceId))
  const gone = absent.filter(
    ({ deviceId, missingSince }) =>
      removedIds.has(deviceId) ||
      (missingSince !== null && at.getTime() - missingSince.getTime() >= MISSING_FOR_MS),
  )
  const present = linkedBefore.filter(({ deviceId }) => ids.has(deviceId))
  const linked = linksOf(states, listed)
  return {
    destroyed: idsOf([...gone, ...surplusOf(states, listed, linked, removed)]),
    linked,
    missing: idsOf(absent.filter((state) => state.missingSince === null && !gone.includes(state))),
    found: idsOf(present.filter(({ missingSince }) => missingSince !== null)),
  }
}

const idsOf = (states: readonly KeptState[]) => states.map(({ id }) => id)

/** The rows that no state is linked to yet, and that may be one of that kind. */
function freeRows(
  states: readonly KeptState[],
  listed: readonly OwnedDevice[],
  kind: KeptState['kind'],
): OwnedDevice[] {
  const taken = new Set(states.map(({ deviceId }) => deviceId))
  return listed.filter((row) => mayBeRowOf(row, kind) && !taken.has(row.device.id))
}

function linksOf(
  states: readonly KeptState[],
  listed: readonly OwnedDevice[],
): StatePlan['linked'] {
  const near = states.flatMap((state) => {
    if (isLinked(state)) return []
    const rows = freeRows(states, listed, state.kind).filter(({ device: { addedAt } }) => {
      const apart = addedAt === null ? NaN : Date.parse(addedAt) - state.storedAt.getTime()
      return Math.abs(apart) <= NEAR_MS
    })
    return [{ id: state.id, rows: new Set(rows.map(({ device }) => device.id)) }]
  })
  return near.flatMap(({ id, rows }) => {
    const [deviceId] = rows
    // A row that may be two states' is neither's.
    const isCertain =
      rows.size === 1 && near.every((other) => other.id === id || !other.rows.has(String(deviceId)))
    return deviceId !== undefined && isCertain ? [{ id, deviceId }] : []
  })
}

function surplusOf(
  states: readonly KeptState[],
  listed: readonly OwnedDevice[],
  links: StatePlan['linked'],
  removed: readonly RemovedRow[],
): KeptState[] {
  const linkedNow = new Set(links.map(({ id }) => id))
  const linkedRows = new Set(links.map(({ deviceId }) => deviceId))
  return (['backup', 'temporary'] as const).flatMap((kind) => {
    const without = states.filter(
      (state) => state.kind === kind && !isLinked(state) && !linkedNow.has(state.id),
    )
    const left = freeRows(states, listed, kind).filter(({ device }) => !linkedRows.has(device.id))
    const surplus = without.length - new Set(left.map(({ device }) => device.id)).size
    const last = Math.max(
      ...removed
        .filter((row) => row.kind === kind || row.kind === 'unknown')
        .map((row) => row.at.getTime()),
    )
    const before = without.filter(({ storedAt }) => storedAt.getTime() <= last).toReversed()
    return before.slice(0, Math.max(0, surplus))
  })
}
