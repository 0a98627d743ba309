import 'server-only'
import { entriesAboutDevice, recordEvent } from '../../audit/log/audit-log'
import type { Actor, Subject } from '../../auth/authorization/actor'
import { can } from '../../auth/authorization/policy'
import { deadlineIn, type Deadline } from '../../platform/deadline'
import { fail, succeed, type Result } from '../../platform/result'
import type { Device } from '../model/device'
import {
  decideSafeguard,
  canBeScheduled,
  type Safeguard,
  type RemovalReason,
} from '../model/safeguards'
import { removalImpact, removalWarning, type RemovalImpact } from '../model/removal-impact'
import { readDevices, type ReadError } from '../list/read-devices'
import { excludePendingRemovals } from '../model/exclude-pending-removals'
import { executeRemoval, DELETE_AND_LOOK_MS, REMOVAL_BUDGET_MS } from './execute-removal'
import { removalAuditContext } from './audit-context'
import { pendingRemovalsOf } from './due-removals'
import { withRemovalLease, type Lease } from './removal-lease'
import {
  removalCommand,
  findDeviceToRemove,
  type Remover,
  type DeviceToRemove,
} from './removal-command'
import { beginRemoval, scheduleRemoval, type PendingRemoval } from './removal-store'

export type RemovalRequest = {
  readonly deviceId: string
  readonly reason: RemovalReason
  /** The warning that the person was shown and said yes to, if any. */
  readonly confirmed: string | null
}

/** How a removal is timed: the clock of the server, and how long one that can wait is held. */
export type RemovalTiming = { readonly clock: () => Date; readonly holdMs: number }

/**
 * Why nothing was asked of the service.
 * - `not-found` not in the subject's list: never was, no longer is, or somebody else's
 * - `guarded` a guard refuses for this reason, or wants a confirmation first
 * - `in-progress` another removal of the same person takes too long
 * - `not-removable` the row has no key the service could be told
 * - `not-allowed` the actor may not
 * - `signed-out` the person's sign-in ended before anything was written
 */
export type RemovalError =
  | ReadError
  | { readonly code: 'not-found' | 'in-progress' | 'not-removable' | Withdrawn }
  | {
      readonly code: 'guarded'
      readonly guard: Safeguard
      readonly decision: 'confirm' | 'refuse'
      readonly outlook: RemovalImpact
    }

/** What one is told whose removal isn't begun because they may no longer ask for it. */
type Withdrawn = 'not-allowed' | 'signed-out'

const REPEATABLE_AFTER_MS = 10 * 60_000

type Removal = Result<{ readonly receipt: string }, RemovalError>

/**
 * Removes one device or client state, or puts its removal on hold where it can wait; the receipt leads to all that
 * becomes of it. Re-reads the list, checks membership and guards, writes the intent, deletes, re-reads, writes the
 * outcome. Whatever the service answers, nothing else than this one row is ever deleted, and nothing at all when the
 * intent can't be written (it throws then). A device whose removal is under way already gives the receipt of that one.
 */
export async function removeDevice(
  actor: Actor,
  subject: Subject,
  request: RemovalRequest,
  timing: RemovalTiming,
): Promise<Removal> {
  if (!can(actor, 'devices:remove:own', subject)) return fail({ code: 'not-allowed' })
  return removeFor({ actor, desk: null }, subject, request, timing)
}

/**
 * The same in whoever's name, who may: that is decided before. `not-allowed` an agent who isn't one any more at the moment
 * of the removal.
 */
export async function removeFor(
  by: Remover,
  subject: Pick<Subject, 'userIds'>,
  request: RemovalRequest,
  timing: RemovalTiming,
): Promise<Removal> {
  const deadline = deadlineIn(REMOVAL_BUDGET_MS)
  const askedAt = timing.clock()
  const removal = await withRemovalLease(subject.userIds, async (lease): Promise<Removal> => {
    const pending = await pendingRemovalsOf(subject.userIds)
    const twin =
      findDuplicateRemoval(request, pending, askedAt) ??
      (lease.waited ? await finishedSince(request.deviceId, subject, askedAt) : null)
    if (twin !== null) return succeed({ receipt: twin })
    const devices = await readDevices(
      subject,
      deadline.within(deadline.left() - DELETE_AND_LOOK_MS),
    )
    if (!devices.ok) return devices
    const target = findDeviceToRemove(request.deviceId, devices.value)
    if (!target.ok) return target
    const listed = devices.value.map(({ device }) => device)
    const left = excludePendingRemovals(listed, pending)
    return removeOwned(by, subject, target.value, left, { request, timing, deadline, lease })
  })
  if (removal !== null) return removal
  const twin = findDuplicateRemoval(request, await pendingRemovalsOf(subject.userIds), askedAt)
  return twin === null ? fail({ code: 'in-progress' }) : succeed({ receipt: twin })
}

/**
 * A removal of the same device that is under way, from another tab or a second click: its DELETE isn't repeated.
 * One that is held is overtaken by a reason that can't wait; one of unknown end may be asked for again, and so may one
 * that the service accepted minutes ago and still lists.
 */
function findDuplicateRemoval(
  { deviceId, reason }: RemovalRequest,
  pending: readonly PendingRemoval[],
  at: Date,
): string | null {
  const twin = pending.find(
    (removal) =>
      removal.deviceId === deviceId &&
      (removal.state === 'begun' ||
        (removal.state === 'open' &&
          removal.accepted === true &&
          at.getTime() - removal.askedAt.getTime() < REPEATABLE_AFTER_MS) ||
        (removal.state === 'held' && canBeScheduled(reason))),
  )
  return twin?.receipt ?? null
}

/** The receipt of a removal of the same device that ended while this one waited. */
async function finishedSince(
  deviceId: string,
  subject: Pick<Subject, 'userIds'>,
  since: Date,
): Promise<string | null> {
  const [latest] = await entriesAboutDevice(deviceId, subject.userIds, 1)
  return latest?.type === 'removal-finished' && latest.at >= since ? latest.correlationId : null
}

type Circumstances = {
  readonly request: RemovalRequest
  readonly timing: RemovalTiming
  readonly deadline: Deadline
  readonly lease: Lease
}

async function removeOwned(
  by: Remover,
  { userIds }: Pick<Subject, 'userIds'>,
  target: DeviceToRemove,
  left: readonly Device[],
  { request: { reason, confirmed }, timing: { clock, holdMs }, deadline, lease }: Circumstances,
): Promise<Removal> {
  const { device, publicSigningKey } = target
  const outlook = removalImpact(device, left)
  const { guard } = outlook
  const decision = decideSafeguard(guard, reason)
  const order = removalCommand(by, userIds, target, reason)
  const { receipt } = order
  const withdrawn: Withdrawn = by.desk === null ? 'signed-out' : 'not-allowed'
  if (guard !== null && decision === 'refuse') {
    const detail = { reason, guard, device: order.device }
    await recordEvent(
      { type: 'removal-refused', version: 1, detail },
      removalAuditContext(order, clock()),
    )
    return fail({ code: 'guarded', guard, decision, outlook })
  }
  if (guard !== null && decision === 'confirm' && confirmed !== removalWarning(outlook))
    return fail({ code: 'guarded', guard, decision, outlook })
  if (canBeScheduled(reason) && holdMs > 0) {
    const at = clock()
    const until = new Date(at.getTime() + holdMs)
    return (await scheduleRemoval(order, until, at))
      ? succeed({ receipt })
      : fail({ code: withdrawn })
  }
  if (deadline.left() < DELETE_AND_LOOK_MS || !(await lease.renew()))
    return fail({ code: 'in-progress' })
  if (!(await beginRemoval(order, clock()))) return fail({ code: withdrawn })
  await executeRemoval(order, publicSigningKey, deadline, clock)
  return succeed({ receipt })
}
