import 'server-only'
import type { KeptState } from '../vault/vault'
import type { DeviceKind } from '../../devices/model/device'
import type { OwnedDevice } from '../../devices/list/read-devices'
import { matchKeptStates, unlinkedRows } from './match-rows'

/** For how long a row must be missing from the list before the portal believes that it is gone for good. */
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

type LinkedState = KeptState & { readonly deviceId: string }
const isLinked = (state: KeptState): state is LinkedState => state.deviceId !== null

/**
 * The changes that a list implies for its user's kept states (newest first):
 * - a state goes with its row, even when the portal did not remove the row
 * - a state whose row was not certain when it arrived is linked to the row that is certain now
 * - after a person removed rows of a kind, no more states without a row stay than rows without a state
 */
export function planStates(
  states: readonly KeptState[],
  listed: readonly OwnedDevice[],
  removed: readonly RemovedRow[],
  at: Date,
): StatePlan {
  const listedIds = new Set(listed.map(({ device }) => device.id))
  const removedIds = new Set(removed.map(({ deviceId }) => deviceId))
  const linkedBefore = states.filter(isLinked)
  const absent = linkedBefore.filter(({ deviceId }) => !listedIds.has(deviceId))
  const gone = absent.filter(
    ({ deviceId, missingSince }) =>
      removedIds.has(deviceId) ||
      (missingSince !== null && at.getTime() - missingSince.getTime() >= MISSING_FOR_MS),
  )
  const present = linkedBefore.filter(({ deviceId }) => listedIds.has(deviceId))
  const linked = matchKeptStates(states, listed)
  return {
    destroyed: idsOf([...gone, ...surplusStates(states, listed, linked, removed)]),
    linked,
    missing: idsOf(absent.filter((state) => state.missingSince === null && !gone.includes(state))),
    found: idsOf(present.filter(({ missingSince }) => missingSince !== null)),
  }
}

const idsOf = (states: readonly KeptState[]) => states.map(({ id }) => id)

/** The oldest states without a row that are more than the rows without a state, and that were kept before the last removal. */
function surplusStates(
  states: readonly KeptState[],
  listed: readonly OwnedDevice[],
  links: StatePlan['linked'],
  removed: readonly RemovedRow[],
): KeptState[] {
  const linkedStates = new Set(links.map(({ id }) => id))
  const linkedRows = new Set(links.map(({ deviceId }) => deviceId))
  return (['backup', 'temporary'] as const).flatMap((kind) => {
    const rowless = states.filter(
      (state) => state.kind === kind && !isLinked(state) && !linkedStates.has(state.id),
    )
    const left = unlinkedRows(states, listed, kind).filter(
      ({ device }) => !linkedRows.has(device.id),
    )
    const surplus = rowless.length - new Set(left.map(({ device }) => device.id)).size
    const lastRemoval = Math.max(
      ...removed
        .filter((row) => row.kind === kind || row.kind === 'unknown')
        .map((row) => row.at.getTime()),
    )
    const before = rowless.filter(({ storedAt }) => storedAt.getTime() <= lastRemoval).toReversed()
    return before.slice(0, Math.max(0, surplus))
  })
}
