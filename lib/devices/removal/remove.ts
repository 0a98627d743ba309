import 'server-only'
import { entriesAboutDevice, record } from '../../activity/trail'
import type { Actor, Subject } from '../../identity/actor'
import { can } from '../../identity/policy'
import { deadlineIn, type Deadline } from '../../platform/deadline'
import { fail, succeed, type Result } from '../../platform/result'
import type { Device } from '../device'
import { decideGuard, waits, type Guard, type RemovalReason } from '../guards'
import { outlookOf, warningOf, type Outlook } from '../outlook'
import { readDevices, type ReadError } from '../read'
import { stayingDevices } from '../staying'
import { carryOut, DELETE_AND_LOOK_MS, REMOVAL_BUDGET_MS } from './carry-out'
import { contextOf } from './context'
import { pendingOf } from './due'
import { withRemovalLease, type Lease } from './lease'
import { orderFor, targetOf, type Remover, type Target } from './order'
import { begin, hold, type PendingRemoval } from './pending'

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
      readonly guard: Guard
      readonly decision: 'confirm' | 'refuse'
      readonly outlook: Outlook
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
    const pending = await pendingOf(subject.userIds)
    const twin =
      twinOf(request, pending, askedAt) ??
      (lease.waited ? await finishedSince(request.deviceId, subject, askedAt) : null)
    if (twin !== null) return succeed({ receipt: twin })
    const devices = await readDevices(
      subject,
      deadline.within(deadline.left() - DELETE_AND_LOOK_MS),
    )
    if (!devices.ok) return devices
    const target = targetOf(request.deviceId, devices.value)
    if (!target.ok) return target
    const listed = devices.value.map(({ device }) => device)
    const left = stayingDevices(listed, pending)
    return removeOwned(by, subject, target.value, left, { request, timing, deadline, lease })
  })
  if (removal !== null) return removal
  const twin = twinOf(request, await pendingOf(subject.userIds), askedAt)
  return twin === null ? fail({ code: 'in-progress' }) : succeed({ receipt: twin })
}

/**
 * A removal of the same device that is under way, from another tab or a second click: its DELETE isn't repeated.
 * One that is held is overtaken by a reason that can't wait; one of unknown end may be asked for again, and so may one
 * that the service accepted minutes ago and still lists.
 */
function twinOf(
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
        (removal.state === 'held' && waits(reason))),
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
  target: Target,
  left: readonly Device[],
  { request: { reason, confirmed }, timing: { clock, holdMs }, deadline, lease }: Circumstances,
): Promise<Removal> {
  const { device, publicSigningKey } = target
  const outlook = outlookOf(device, left)
  const { guard } = outlook
  const decision = decideGuard(guard, reason)
  const order = orderFor(by, userIds, target, reason)
  const { receipt } = order
  const withdrawn: Withdrawn = by.desk === null ? 'signed-out' : 'not-allowed'
  if (guard !== null && decision === 'refuse') {
    const detail = { reason, guard, device: order.device }
    await record({ type: 'removal-refused', version: 1, detail }, contextOf(order, clock()))
    return fail({ code: 'guarded', guard, decision, outlook })
  }
  if (guard !== null && decision === 'confirm' && confirmed !== warningOf(outlook))
    return fail({ code: 'guarded', guard, decision, outlook })
  if (waits(reason) && holdMs > 0) {
    const at = clock()
    const until = new Date(at.getTime() + holdMs)
    return (await hold(order, until, at)) ? succeed({ receipt }) : fail({ code: withdrawn })
  }
  if (deadline.left() < DELETE_AND_LOOK_MS || !(await lease.renew()))
    return fail({ code: 'in-progress' })
  if (!(await begin(order, clock()))) return fail({ code: withdrawn })
  await carryOut(order, publicSigningKey, deadline, clock)
  return succeed({ receipt })
}
