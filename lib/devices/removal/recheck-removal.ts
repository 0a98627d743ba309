import 'server-only'
import { readDeadline } from '../../platform/deadline'
import { keptStates } from '../../client-states/vault/vault'
import { readDevices } from '../list/read-devices'
import { reconcileStates } from '../../client-states/sync/reconcile-states'
import { postponeRemoval, stopRechecking } from './due-removals'
import { observeAfterDelete } from './removal-outcome'
import { settleRemoval, type PendingRemoval } from './removal-store'
import { LOOKED_FOR_MS } from './receipt-state'

const PAUSES = { firstMs: 2_000, mostMs: 300_000 }

/**
 * Looks again at a removal whose outcome isn't certain or was never written, because its process ended in between.
 * Only ever reads: a row that is gone makes it confirmed, and no DELETE is repeated.
 */
export async function recheckRemoval(removal: PendingRemoval, clock: () => Date): Promise<void> {
  const { userId, deviceId, wasActive, wasOnly, state, askedAt } = removal
  const accepted = removal.accepted ?? false
  const list = await readDevices({ userIds: [userId] }, readDeadline())
  const sight = observeAfterDelete(list, deviceId, { wasActive, wasOnly, accepted })
  const at = clock()
  if (sight === 'gone' || (sight === 'no-identity' && accepted)) {
    await settleRemoval(removal, 'confirmed', accepted, at)
    if (list.ok) await reconcileStates(userId, await keptStates([userId], at), list.value, at)
    return
  }
  const age = at.getTime() - askedAt.getTime()
  if (state === 'begun' && (sight === 'listed' || age > LOOKED_FOR_MS.unknown))
    await settleRemoval(removal, 'unknown', false, at)
  else if (state === 'open' && age > LOOKED_FOR_MS[accepted ? 'not-yet-confirmed' : 'unknown'])
    await stopRechecking(removal)
  else await postponeRemoval(removal, at, PAUSES)
}
