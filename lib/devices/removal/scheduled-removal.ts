import 'server-only'
import type { Actor, Subject } from '../../auth/authorization/actor'
import { can } from '../../auth/authorization/policy'
import type { JobResult } from '../../jobs/queue'
import { deadlineIn } from '../../platform/deadline'
import { decideSafeguard } from '../model/safeguards'
import { removalImpact } from '../model/removal-impact'
import { readDevices } from '../list/read-devices'
import { excludePendingRemovals } from '../model/exclude-pending-removals'
import { executeRemoval, DELETE_AND_LOOK_MS, REMOVAL_BUDGET_MS } from './execute-removal'
import { scheduledByAgent, pendingRemovalsOf } from './due-removals'
import { withRemovalLease, type Lease } from './removal-lease'
import { rememberDevice, findDeviceToRemove } from './removal-command'
import {
  abandonScheduled,
  beginScheduled,
  cancelScheduled,
  refuseScheduled,
  settleScheduled,
  type PendingRemoval,
} from './removal-store'

/** Takes a held removal of the subject's own back. False when it isn't held any more, or is somebody else's: then nothing changes. */
export async function cancelOwnRemoval(
  actor: Actor,
  subject: Subject,
  receipt: string,
  at: Date,
): Promise<boolean> {
  if (!can(actor, 'devices:remove:own', subject)) return false
  const own = (await pendingRemovalsOf(subject.userIds)).find(
    (removal) => removal.receipt === receipt,
  )
  return own !== undefined && cancelScheduled(own, actor, at)
}

/**
 * Gives up what an agent, whose roles were withdrawn, holds for others. Nothing new can be held by then: that is decided
 * together with the role. Gives how many.
 */
export async function cancelScheduledOfAgent(
  agent: Pick<Actor, 'issuer' | 'subject'>,
  at: Date,
): Promise<number> {
  const held = await scheduledByAgent(agent)
  for (const removal of held) await abandonScheduled(removal, 'role-withdrawn', at)
  return held.length
}

/**
 * Carries a held removal out whose time has come: everything is decided again, under the lease, from a fresh list.
 * While the service can't be read nothing is done, and it is to be tried again.
 */
export async function executeScheduledRemoval(
  removal: PendingRemoval,
  clock: () => Date,
): Promise<JobResult<PendingRemoval>> {
  const isOver = await withRemovalLease(removal.userIds, (lease) => attempt(removal, lease, clock))
  return isOver ? 'done' : { again: removal }
}

/** Whether the held removal came to an end, or was begun; else it is to be tried again. */
async function attempt(removal: PendingRemoval, lease: Lease, clock: () => Date): Promise<boolean> {
  const deadline = deadlineIn(REMOVAL_BUDGET_MS)
  const { deviceId, userIds, reason } = removal
  const list = await readDevices(
    { userIds },
    deadline.within(REMOVAL_BUDGET_MS - DELETE_AND_LOOK_MS),
  )
  if (!list.ok) return false
  const target = findDeviceToRemove(deviceId, list.value)
  if (!target.ok && target.error.code === 'not-found') {
    // Its own identity must be there to be believed: others may have been read where that one is unknown.
    const known = await readDevices({ userIds: [removal.userId] }, deadline)
    const isGone = known.ok && !known.value.some((row) => row.device.id === deviceId)
    if (isGone) await settleScheduled(removal, clock())
    return isGone
  }
  if (!target.ok) {
    await abandonScheduled(removal, 'not-removable', clock())
    return true
  }
  const { device, publicSigningKey } = target.value
  const order = { ...removal, device: rememberDevice(device), wasOnly: target.value.isOnly }
  const listed = list.value.map((row) => row.device)
  const { guard } = removalImpact(
    device,
    excludePendingRemovals(listed, await pendingRemovalsOf(userIds)),
  )
  if (guard !== null && decideSafeguard(guard, reason) !== 'pass') {
    await refuseScheduled(order, guard, clock())
    return true
  }
  if (!(await lease.renew())) return false
  if (await beginScheduled(order, clock()))
    await executeRemoval(order, publicSigningKey, deadline, clock)
  return true
}
