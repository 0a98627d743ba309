import 'server-only'
import { readDeadline } from '../../platform/deadline'
import { keptStates } from '../../client-states/vault/vault'
import { readDevices } from '../list/read-devices'
import { reconcileStates } from '../../client-states/sync/reconcile-states'
import type { JobResult } from '../../jobs/queue'
import { observeAfterDelete } from './removal-outcome'
import { settleRemoval, type PendingRemoval } from './removal-store'
import { LOOKED_FOR_MS } from './receipt-state'

/**
 * Looks again at a removal whose outcome isn't certain or was never written, because its process ended in between.
 * Only ever reads: a row that is gone makes it confirmed, and no DELETE is repeated.
 */
export async function recheckRemoval(
  removal: PendingRemoval,
  clock: () => Date,
): Promise<JobResult<PendingRemoval>> {
  const { userId, deviceId, wasActive, wasOnly, state } = removal
  const accepted = removal.accepted ?? false
  const list = await readDevices({ userIds: [userId] }, readDeadline())
  const sight = observeAfterDelete(list, deviceId, { wasActive, wasOnly, accepted })
  const at = clock()
  if (sight === 'gone' || (sight === 'no-identity' && accepted)) {
    await settleRemoval(removal, 'confirmed', accepted, at)
    if (list.ok) await reconcileStates(userId, await keptStates([userId], at), list.value, at)
    return 'done'
  }
  if (state !== 'begun' || sight !== 'listed') return { again: removal }
  await settleRemoval(removal, 'unknown', false, at)
  return 'done'
}

/** For how long after it was begun the outcome of a removal is looked for. */
export function lookedForMs({ state, accepted }: PendingRemoval): number {
  return LOOKED_FOR_MS[state === 'open' && accepted === true ? 'not-yet-confirmed' : 'unknown']
}
