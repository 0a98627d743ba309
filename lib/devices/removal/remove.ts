import 'server-only'
import { entriesAboutDevice, record } from '../../activity/trail'
import type { Actor, Subject } from '../../identity/actor'
import { can } from '../../identity/policy'
import { randomCode } from '../../platform/crypto'
import { deadlineIn, type Deadline } from '../../platform/deadline'
import { fail, succeed, type Result } from '../../platform/result'
import { isActive, type Device } from '../device'
import { decideGuard, waits, type Guard, type RemovalReason } from '../guards'
import { FINGERPRINT_ALPHABET } from '../identifiers'
import { outlookOf, warningOf, type Outlook } from '../outlook'
import { readDevices, type OwnedDevice, type ReadError } from '../read'
import { carryOut, DELETE_AND_LOOK_MS, remember, REMOVAL_BUDGET_MS } from './carry-out'
import { pendingOf } from './due'
import { withRemovalLease, type Lease } from './lease'
import { begin, hold, type PendingRemoval, type RemovalOrder } from './pending'

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
 */
export type RemovalError =
  | ReadError
  | { readonly code: 'not-found' | 'in-progress' | 'not-removable' | 'not-allowed' }
  | {
      readonly code: 'guarded'
      readonly guard: Guard
      readonly decision: 'confirm' | 'refuse'
      readonly outlook: Outlook
    }

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
    const left = notPending(devices.value, pending)
    const wasOnly = isOnlyOf(target.value, devices.value)
    return removeOwned(actor, subject, target.value, left, {
      request,
      timing,
      deadline,
      lease,
      wasOnly,
    })
  })
  if (removal !== null) return removal
  const twin = twinOf(request, await pendingOf(subject.userIds), askedAt)
  return twin === null ? fail({ code: 'in-progress' }) : succeed({ receipt: twin })
}

/** The row a device id means: exactly one key, or nothing is done. */
export function targetOf(
  deviceId: string,
  devices: readonly OwnedDevice[],
): Result<OwnedDevice & { publicSigningKey: string }, { code: 'not-found' | 'not-removable' }> {
  const [target, ...others] = devices.filter(({ device }) => device.id === deviceId)
  if (!target) return fail({ code: 'not-found' })
  const { publicSigningKey } = target
  // One key in two notations: the service might take the other row.
  if (publicSigningKey === null || others.some((row) => row.publicSigningKey !== publicSigningKey))
    return fail({ code: 'not-removable' })
  return succeed({ ...target, publicSigningKey })
}

/** Whether a row is all that its identity has. */
export function isOnlyOf({ userId }: OwnedDevice, devices: readonly OwnedDevice[]): boolean {
  return devices.filter((row) => row.userId === userId).length === 1
}

/** What counts as left: a device whose own removal isn't over may be gone in a moment. */
export function notPending(
  devices: readonly OwnedDevice[],
  pending: readonly PendingRemoval[],
): Device[] {
  const leaving = new Set(pending.map(({ deviceId }) => deviceId))
  return devices.map(({ device }) => device).filter(({ id }) => !leaving.has(id))
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
  subject: Subject,
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
  readonly wasOnly: boolean
}

async function removeOwned(
  actor: Actor,
  subject: Subject,
  { device, userId, publicSigningKey }: OwnedDevice & { publicSigningKey: string },
  left: readonly Device[],
  {
    request: { reason, confirmed },
    timing: { clock, holdMs },
    deadline,
    lease,
    wasOnly,
  }: Circumstances,
): Promise<Removal> {
  const outlook = outlookOf(device, left)
  const { guard } = outlook
  const decision = decideGuard(guard, reason)
  const order: RemovalOrder = {
    receipt: newReceipt(),
    actor,
    userIds: [...subject.userIds],
    userId,
    deviceId: device.id,
    reason,
    device: remember(device),
    wasActive: isActive(device),
    wasOnly,
    cleanUp: null,
    place: 0,
  }
  const { receipt } = order
  if (guard !== null && decision === 'refuse') {
    const detail = { reason, guard, device: order.device }
    const context = { actor, correlationId: receipt, at: clock(), userId, deviceId: device.id }
    await record({ type: 'removal-refused', version: 1, detail }, context)
    return fail({ code: 'guarded', guard, decision, outlook })
  }
  if (guard !== null && decision === 'confirm' && confirmed !== warningOf(outlook))
    return fail({ code: 'guarded', guard, decision, outlook })
  if (waits(reason) && holdMs > 0) {
    const at = clock()
    await hold(order, new Date(at.getTime() + holdMs), at)
    return succeed({ receipt })
  }
  if (deadline.left() < DELETE_AND_LOOK_MS || !(await lease.renew()))
    return fail({ code: 'in-progress' })
  await begin(order, clock())
  await carryOut(order, publicSigningKey, deadline, clock)
  return succeed({ receipt })
}

/** Twelve characters, 60 bits: enough to be unique and short enough to read out. */
export function newReceipt(): string {
  const code = randomCode(12, FINGERPRINT_ALPHABET)
  return `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`
}
