import 'server-only'
import type { Deadline } from '../../platform/deadline'
import { log } from '../../platform/log'
import { deleteUserDevice } from '../../recognize/client'
import { keptStates } from '../../client-states/vault/vault'
import { readDevices } from '../list/read-devices'
import { reconcileStates } from '../../client-states/sync/reconcile-states'
import { removalOutcome, observeAfterDelete } from './removal-outcome'
import { settleRemoval, type RemovalCommand } from './removal-store'
import { isGone } from './receipt-state'

/** Reading first, deleting, and looking afterwards share this; somebody waits for the answer. */
export const REMOVAL_BUDGET_MS = 4_800
/** So much must be left when the DELETE is sent, for it and for the look at the list after it. */
export const DELETE_AND_LOOK_MS = 2_500
const LOOK_MS = 900

/**
 * Sends the one DELETE of a removal whose intent is written, looks at the list, and writes the outcome. Whatever
 * happens, it is never sent again: an end that isn't clear is decided from the list, now or by the looks that follow.
 */
export async function executeRemoval(
  order: Omit<RemovalCommand, 'askedBy'>,
  publicSigningKey: string,
  deadline: Deadline,
  clock: () => Date,
): Promise<void> {
  const { userId, deviceId, wasActive, wasOnly, receipt } = order
  const deleted = await deleteUserDevice(
    userId,
    publicSigningKey,
    deadline.within(Math.max(LOOK_MS, deadline.left() - LOOK_MS)),
  )
  const list = await readDevices({ userIds: [userId] }, deadline)
  const sight = observeAfterDelete(list, deviceId, { wasActive, wasOnly, accepted: deleted.ok })
  const outcome = removalOutcome(deleted.ok ? null : deleted.error, sight)
  try {
    const at = clock()
    await settleRemoval(order, outcome, deleted.ok, at)
    if (isGone(outcome) && list.ok)
      await reconcileStates(userId, await keptStates([userId], at), list.value, at)
  } catch (err) {
    // The act is done and its intent is on record; what is still to do stands there too, and is done later.
    log().error({ err, receipt }, 'the outcome of a removal could not be written')
  }
}
