import 'server-only'
import type { Actor, Subject } from '../../identity/actor'
import { can } from '../../identity/policy'
import { deadlineIn } from '../../platform/deadline'
import { decideGuard } from '../guards'
import { outlookOf } from '../outlook'
import { readDevices } from '../read'
import { stayingDevices } from '../staying'
import { carryOut, DELETE_AND_LOOK_MS, REMOVAL_BUDGET_MS } from './carry-out'
import { heldByAgent, pendingOf, postpone } from './due'
import { withRemovalLease, type Lease } from './lease'
import { remember, targetOf } from './order'
import { abandon, beginHeld, cancel, refuseHeld, settleHeld, type PendingRemoval } from './pending'

const GIVE_UP_MS = 24 * 3600_000
const PAUSES = { firstMs: 1_000, mostMs: 60_000 }

/** Takes a held removal of the subject's own back. False when it isn't held any more, or is somebody else's: then nothing changes. */
export async function undoRemoval(
  actor: Actor,
  subject: Subject,
  receipt: string,
  at: Date,
): Promise<boolean> {
  if (!can(actor, 'devices:remove:own', subject)) return false
  const own = (await pendingOf(subject.userIds)).find((removal) => removal.receipt === receipt)
  return own !== undefined && cancel(own, actor, at)
}

/**
 * Gives up what an agent, whose roles were withdrawn, holds for others. Nothing new can be held by then: that is decided
 * together with the role. Gives how many.
 */
export async function giveUpHeldOf(
  agent: Pick<Actor, 'issuer' | 'subject'>,
  at: Date,
): Promise<number> {
  const held = await heldByAgent(agent)
  for (const removal of held) await abandon(removal, 'role-withdrawn', at)
  return held.length
}

/**
 * Carries a held removal out whose time has come: everything is decided again, under the lease, from a fresh list.
 * While the service can't be read nothing is done, and it is tried again later, for a day at most.
 */
export async function carryOutHeld(removal: PendingRemoval, clock: () => Date): Promise<void> {
  const done = await withRemovalLease(removal.userIds, (lease) => attempt(removal, lease, clock))
  if (done) return
  const at = clock()
  if (at.getTime() - removal.askedAt.getTime() > GIVE_UP_MS)
    await abandon(removal, 'service-down', at)
  else await postpone(removal, at, PAUSES)
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
  const target = targetOf(deviceId, list.value)
  if (!target.ok && target.error.code === 'not-found') {
    // Its own identity must be there to be believed: others may have been read where that one is unknown.
    const known = await readDevices({ userIds: [removal.userId] }, deadline)
    const isGone = known.ok && !known.value.some((row) => row.device.id === deviceId)
    if (isGone) await settleHeld(removal, clock())
    return isGone
  }
  if (!target.ok) {
    await abandon(removal, 'not-removable', clock())
    return true
  }
  const { device, publicSigningKey } = target.value
  const order = { ...removal, device: remember(device), wasOnly: target.value.isOnly }
  const listed = list.value.map((row) => row.device)
  const { guard } = outlookOf(device, stayingDevices(listed, await pendingOf(userIds)))
  if (guard !== null && decideGuard(guard, reason) !== 'pass') {
    await refuseHeld(order, guard, clock())
    return true
  }
  if (!(await lease.renew())) return false
  if (await beginHeld(order, clock())) await carryOut(order, publicSigningKey, deadline, clock)
  return true
}
