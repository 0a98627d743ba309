import 'server-only'
import type { JobResult } from '../../jobs/queue'
import { deadlineIn, readDeadline } from '../../platform/deadline'
import { readDevices } from '../list/read-devices'
import { LOOKED_FOR_MS } from '../receipts/receipt-state'
import type { PendingRemoval } from '../receipts/pending-removals'
import { LEASE_WAIT_MS } from './removal-lease'
import { observeAfterDelete } from './removal-outcome'
import { abandonScheduled, settleRemoval, settleScheduled } from './removal-store'
import { REMOVAL_BUDGET_MS, runRemovalSteps, writeOutcome } from './remove-device'

type Work = JobResult<PendingRemoval>

/** Works on a removal that is due: carries out a scheduled one, or looks again at one that isn’t certain. */
export async function runRemoval(removal: PendingRemoval, clock: () => Date): Promise<Work> {
  return removal.state === 'scheduled' ? runScheduled(removal, clock) : recheck(removal, clock)
}

/** Everything is decided again, from a fresh list. While the service can't be read nothing is done. */
async function runScheduled(removal: PendingRemoval, clock: () => Date): Promise<Work> {
  const { deviceId, userIds, reason, confirmed } = removal
  // No person waits for the answer, so the wait for the lease is added to the limit.
  const deadline = deadlineIn(LEASE_WAIT_MS + REMOVAL_BUDGET_MS)
  const result = await runRemovalSteps({
    origin: { from: 'schedule', scheduled: removal },
    userIds,
    request: { deviceId, reason, confirmed },
    timing: { clock, holdMs: 0 },
    deadline,
  })
  if (result.ok) return 'done'
  switch (result.error.code) {
    case 'guarded':
      return 'done'
    case 'not-removable':
      await abandonScheduled(removal, 'not-removable', clock())
      return 'done'
    case 'not-found': {
      // Its own Recognize user must be known for this to be believed: the list may have been read from others alone.
      const own = await readDevices({ userIds: [removal.userId] }, deadline)
      if (!own.ok || own.value.some(({ device }) => device.id === deviceId))
        return { again: removal }
      await settleScheduled(removal, clock())
      return 'done'
    }
    default:
      return { again: removal }
  }
}

/** Only ever reads. A row that is gone makes the removal confirmed, and no DELETE is repeated. */
async function recheck(removal: PendingRemoval, clock: () => Date): Promise<Work> {
  const { userId, deviceId, wasActive, wasOnly, state } = removal
  const accepted = removal.accepted ?? false
  const list = await readDevices({ userIds: [userId] }, readDeadline())
  const observation = observeAfterDelete(list, deviceId, { wasActive, wasOnly, accepted })
  const at = clock()
  if (observation === 'gone' || (observation === 'no-identity' && accepted)) {
    await writeOutcome(removal, 'confirmed', accepted, list, at)
    return 'done'
  }
  if (state === 'open' || observation !== 'listed') return { again: removal }
  await settleRemoval(removal, 'unknown', false, at)
  return 'done'
}

/** How many milliseconds after its start the outcome of a removal is looked for. */
export function lookedForMs({ state, accepted }: PendingRemoval): number {
  return LOOKED_FOR_MS[state === 'open' && accepted === true ? 'not-yet-confirmed' : 'unknown']
}
