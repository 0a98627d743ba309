import 'server-only'
import { removalEntries } from '../../audit/log/audit-log'
import { destroyState, KEEPER } from '../vault/destroy-states'
import { keptStates, linkState, lockStatesOf, noteMissing, type KeptState } from '../vault/vault'
import { database } from '../../database/connection'
import type { OwnedDevice } from '../../devices/list/read-devices'
import { isGone } from '../../devices/removal/receipt-state'
import { planStates, type RemovedRow } from './plan-states'

/** So many entries of the trail are looked through for removals. */
const ENTRIES = 200

/**
 * Puts the states that are kept for one Recognize user in line with a list that was read from the service: see
 * {@link planStates}. `states` are the user's, newest first; gives them as they are afterwards. Asks the database
 * nothing while every state has its row.
 */
export async function reconcileStates(
  userId: string,
  states: readonly KeptState[],
  listed: readonly OwnedDevice[],
  at: Date,
): Promise<readonly KeptState[]> {
  const ids = new Set(listed.map(({ device }) => device.id))
  const isAllLinked = states.every(({ deviceId }) => deviceId !== null && ids.has(deviceId))
  const removed = isAllLinked ? [] : await removedRows(userId)
  const { destroyed, linked, missing, found } = planStates(states, listed, removed, at)
  if ([destroyed, linked, missing, found].every(({ length }) => length === 0)) return states
  return database().transaction(async (tx) => {
    await lockStatesOf(userId, tx)
    // Others may have done it meanwhile.
    const plan = planStates(await keptStates([userId], at, tx), listed, removed, at)
    for (const id of plan.destroyed) {
      const context = { actor: KEEPER, correlationId: id, at }
      await destroyState(id, userId, 'device-removed', context, tx)
    }
    for (const { id, deviceId } of plan.linked) await linkState(id, userId, deviceId, tx)
    await noteMissing(plan.missing, userId, at, tx)
    await noteMissing(plan.found, userId, null, tx)
    return keptStates([userId], at, tx)
  })
}

/** The rows that removals through the portal took out of the user's list. */
async function removedRows(userId: string): Promise<RemovedRow[]> {
  const entries = await removalEntries([userId], ENTRIES)
  return entries.flatMap((entry) => {
    const { type, correlationId, deviceId, at } = entry
    if (type !== 'removal-finished' || !isGone(entry.detail.outcome) || deviceId === null) return []
    const begun = entries.find(
      (other) =>
        other.correlationId === correlationId &&
        (other.type === 'removal-intended' || other.type === 'removal-held'),
    )
    const kind =
      begun?.type === 'removal-intended' || begun?.type === 'removal-held'
        ? begun.detail.device.kind
        : 'unknown'
    return [{ deviceId, kind, at }]
  })
}
