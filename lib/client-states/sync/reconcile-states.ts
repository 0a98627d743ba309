import 'server-only'
import { removalEntries } from '../../audit/log/audit-log'
import { destroyState, STATE_MAINTENANCE } from '../vault/destroy-states'
import { keptStates, linkState, lockStatesOf, noteMissing, type KeptState } from '../vault/vault'
import { database } from '../../database/connection'
import type { OwnedDevice } from '../../devices/list/read-devices'
import { isGone } from '../../devices/receipts/receipt-state'
import { planStates, type RemovedRow } from './plan-states'

/** How many of the newest removal entries of the audit log are searched. */
const ENTRIES = 200

/** Reconciles a user’s kept states (newest first) with a list, as {@link planStates} says; gives them afterwards. */
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
    // Another request may have done it meanwhile.
    const plan = planStates(await keptStates([userId], at, tx), listed, removed, at)
    for (const id of plan.destroyed) {
      const context = { actor: STATE_MAINTENANCE, correlationId: id, at }
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
