import 'server-only'
import type { RemovalOutcome } from '../../audit/events/events'
import { entriesAboutDevice } from '../../audit/log/audit-log'
import type { Subject } from '../../auth/authorization/actor'
import type { Authorized } from '../../auth/authorization/authorize'
import { reconcileStates } from '../../client-states/sync/reconcile-states'
import { keptStates } from '../../client-states/vault/vault'
import { now } from '../../platform/clock'
import { deadlineIn, READ_BUDGET_MS } from '../../platform/deadline'
import { env } from '../../platform/env'
import { log } from '../../platform/log'
import { fail, succeed, type Result } from '../../platform/result'
import { deleteUserDevice } from '../../recognize/client'
import {
  inventoryOf,
  readDeviceLists,
  readDevices,
  type OwnedDevice,
  type ReadError,
} from '../list/read-devices'
import { excludePendingRemovals } from '../model/exclude-pending-removals'
import {
  coversWarning,
  removalImpact,
  removalWarning,
  type RemovalImpact,
} from '../model/removal-impact'
import {
  canBeScheduled,
  decideSafeguard,
  type SafeguardDecision,
  type RemovalReason,
  type Safeguard,
} from '../model/safeguards'
import { type PendingRemoval, pendingRemovalsOf } from '../receipts/pending-removals'
import { isGone } from '../receipts/receipt-state'
import {
  findDeviceToRemove,
  removalCommand,
  type RemovalFacts,
  type RemovalOrigin,
  type SupportAuthorization,
} from './removal-command'
import { withRemovalLease } from './removal-lease'
import { observeAfterDelete, removalOutcome } from './removal-outcome'
import { beginRemoval, refuseRemoval, scheduleRemoval, settleRemoval } from './removal-store'

/** In milliseconds: the shared limit of reading, deleting, and reading again. Both halves wait as long as a page does. */
const REMOVAL_BUDGET_MS = 2 * READ_BUDGET_MS
/** So much must be left when the DELETE is sent, for it and for the look at the list after it. */
const DELETE_AND_LOOK_MS = 9_500
const LOOK_MS = 900

/** An accepted removal whose device is still listed after this may be asked for again. */
const REPEATABLE_AFTER_MS = 10 * 60_000

export type RemovalRequest = {
  readonly deviceId: string
  readonly reason: RemovalReason
  /** The warning that the person was shown and said yes to, if any. */
  readonly confirmed: string | null
}

/** The clock of the server, and for how many milliseconds a removal that can wait is scheduled ahead; 0: not at all. */
export type RemovalTiming = { readonly clock: () => Date; readonly holdMs: number }

/** The timing of a removal that is asked for now, as it is configured. */
export function removalTiming(): RemovalTiming {
  return { clock: now, holdMs: env().REMOVAL_HOLD_SECONDS * 1000 }
}

/**
 * Why the service got no request.
 * - `not-found` not in the subject's list: unknown, gone, or another person's
 * - `guarded` a safeguard refuses for this reason, or wants a confirmation first
 * - `in-progress` another removal of the same person takes too long
 * - `not-removable` the row has no key to send to the service
 * - `not-allowed` the actor may not, or has lost the role
 * - `signed-out` the person's session ended before anything was written
 */
export type RemovalError =
  | ReadError
  | { readonly code: 'not-found' | 'in-progress' | 'not-removable' | 'not-allowed' | 'signed-out' }
  | {
      readonly code: 'guarded'
      readonly guard: Safeguard
      readonly decision: Exclude<SafeguardDecision, 'pass'>
      readonly impact: RemovalImpact
    }

/** The receipt leads to everything that becomes of the removal. */
export type RemovalResult = Result<{ readonly receipt: string }, RemovalError>

type RemoveDevice = {
  readonly request: RemovalRequest
  readonly timing: RemovalTiming
} & (
  | { readonly authorized: Authorized<'devices:remove:own'>; readonly support?: never }
  | {
      readonly authorized: Authorized<'devices:remove:any'>
      readonly support: SupportAuthorization
    }
)

/** Removes one device or client state, for the person themselves or in support's name: {@link runRemovalSteps}. */
export async function removeDevice({
  authorized,
  request,
  support,
  timing,
}: RemoveDevice): Promise<RemovalResult> {
  const { actor, owner, subject } = authorized
  return runRemovalSteps({
    origin: { from: 'request', actor, support: support ? { ...support, owner } : null },
    userIds: subject.userIds,
    request,
    timing,
  })
}

/** What all steps of one removal share. */
export type RemovalContext = {
  readonly origin: RemovalOrigin
  /** All Recognize users of the person: the safeguards look at the devices of all of them. */
  readonly userIds: Subject['userIds']
  readonly request: RemovalRequest
  readonly timing: RemovalTiming
}

/**
 * The removals that count as done when a scheduled one is decided again. One that was asked for later and apart isn't among
 * them until it begins: whoever asked for it was told what is left without both.
 */
function leavingBefore(
  scheduled: PendingRemoval,
  pending: readonly PendingRemoval[],
): PendingRemoval[] {
  return pending.filter(
    ({ state, askedAt, cleanUp }) =>
      state !== 'scheduled' ||
      askedAt <= scheduled.askedAt ||
      (cleanUp !== null && cleanUp === scheduled.cleanUp),
  )
}

/**
 * The one way to remove a device. Requests of the person and of support, scheduled removals, and clean-ups all use it.
 *
 * It never deletes anything but this one row, and it sends the DELETE once, for any answer of the service. It throws
 * when the intent can't be written, and then deletes nothing.
 */
export async function runRemovalSteps(context: RemovalContext): Promise<RemovalResult> {
  const { origin, userIds, request, timing } = context
  const { deviceId, reason, confirmed } = request
  const { clock, holdMs } = timing
  const startedAt = clock()

  // Lease: one removal of a person at a time, in all replicas.
  const removal = await withRemovalLease(userIds, async (lease): Promise<RemovalResult> => {
    const deadline = deadlineIn(REMOVAL_BUDGET_MS)

    // Duplicate: a second click gets the receipt of the first. Read before the list, so that what ends meanwhile still
    // counts as leaving.
    const pending = await pendingRemovalsOf(userIds)
    const duplicate =
      findDuplicateRemoval(context, pending, startedAt) ??
      (lease.waited ? await findFinishedRemoval(context, startedAt) : null)
    if (duplicate !== null) return succeed({ receipt: duplicate })

    // List: all devices of the person, fresh from the service.
    const reading = deadline.left() - DELETE_AND_LOOK_MS
    const list = await readDeviceLists({ userIds }, deadline.within(reading), 'act')
    if (!list.ok) return list

    // Membership: the device is one of theirs, and has exactly one key.
    const target = findDeviceToRemove(deviceId, list.value.devices)
    if (!target.ok) return target
    const command = removalCommand({ origin, userIds, target: target.value, reason, confirmed })
    const { receipt, userId, wasActive, wasOnly } = command

    // Safeguards: what would be left without it, and without all that is being removed.
    const leaving = origin.from === 'schedule' ? leavingBefore(origin.scheduled, pending) : pending
    const staying = excludePendingRemovals(inventoryOf(list.value), leaving)
    const impact = removalImpact(target.value.device, staying)
    const { guard } = impact
    const decision = decideSafeguard(guard, reason)
    const isHeld = decision === 'confirm' && !coversWarning(confirmed, removalWarning(impact))
    if (guard !== null && decision !== 'pass' && (decision === 'refuse' || isHeld)) {
      // A removal that waited can't ask its person any more.
      if (decision === 'refuse' || origin.from === 'schedule')
        await refuseRemoval(command, guard, clock())
      return fail({ code: 'guarded', guard, decision, impact })
    }

    // Schedule: a removal that can wait waits, and the worker comes back here when its time has come.
    if (canBeScheduled(reason) && holdMs > 0) {
      const at = clock()
      const isScheduled = await scheduleRemoval(command, new Date(at.getTime() + holdMs), at)
      return isScheduled ? succeed({ receipt }) : withdrawn(origin)
    }

    // Intent: written down before anything is asked of the service.
    if (deadline.left() < DELETE_AND_LOOK_MS || !(await lease.renew()))
      return fail({ code: 'in-progress' })
    if (!(await beginRemoval(command, clock()))) return withdrawn(origin)

    // DELETE: sent once, never again. An end that isn't clear is decided from the list, now or by later looks.
    const deleting = deadline.within(Math.max(LOOK_MS, deadline.left() - LOOK_MS))
    const deleted = await deleteUserDevice(userId, target.value.publicSigningKey, deleting)
    const accepted = deleted.ok

    // Observe: only the list makes a removal certain.
    const after = await readDevices({ userIds: [userId] }, deadline)
    const observation = observeAfterDelete(after, deviceId, { wasActive, wasOnly, accepted })

    // Outcome, on the receipt.
    const outcome = removalOutcome(deleted.ok ? null : deleted.error, observation)
    try {
      await writeOutcome(command, outcome, accepted, after, clock())
    } catch (err) {
      // The act is done and its intent is on record. The worker finds it there and settles it later.
      log().error({ err, receipt }, 'the outcome of a removal could not be written')
    }
    return succeed({ receipt })
  })
  if (removal !== null) return removal

  // The lease was not to be had: another removal of the person takes long, perhaps one of this very device.
  const duplicate = findDuplicateRemoval(context, await pendingRemovalsOf(userIds), startedAt)
  return duplicate === null ? fail({ code: 'in-progress' }) : succeed({ receipt: duplicate })
}

/** A removal of the same device that is under way, unless this one overtakes it or may be asked for again. */
function findDuplicateRemoval(
  { origin, request: { deviceId, reason } }: RemovalContext,
  pending: readonly PendingRemoval[],
  at: Date,
): string | null {
  if (origin.from === 'schedule') return null
  const duplicate = pending.find(
    (removal) =>
      removal.deviceId === deviceId &&
      (removal.state === 'begun' ||
        (removal.state === 'open' &&
          removal.accepted === true &&
          at.getTime() - removal.askedAt.getTime() < REPEATABLE_AFTER_MS) ||
        (removal.state === 'scheduled' && canBeScheduled(reason))),
  )
  return duplicate?.receipt ?? null
}

/** The receipt of a removal of the same device that ended while this one waited for the lease. */
async function findFinishedRemoval(
  { origin, userIds, request: { deviceId } }: RemovalContext,
  since: Date,
): Promise<string | null> {
  if (origin.from === 'schedule') return null
  const [latest] = await entriesAboutDevice(deviceId, userIds, 1)
  return latest?.type === 'removal-finished' && latest.at >= since ? latest.correlationId : null
}

/** Nothing was written: who asked may not any more, or a scheduled removal was undone, which its receipt says. */
function withdrawn(origin: RemovalOrigin): RemovalResult {
  if (origin.from === 'schedule') return succeed({ receipt: origin.scheduled.receipt })
  return fail({ code: origin.support === null ? 'signed-out' : 'not-allowed' })
}

/** Writes the outcome of a started removal. The portal's own records follow the user's `list` from after the DELETE. */
export async function writeOutcome(
  removal: RemovalFacts,
  outcome: RemovalOutcome,
  accepted: boolean,
  list: Result<OwnedDevice[], ReadError>,
  at: Date,
): Promise<void> {
  const { userId } = removal
  await settleRemoval(removal, outcome, accepted, at)
  if (isGone(outcome) && list.ok)
    await reconcileStates(userId, await keptStates([userId], at), list.value, at)
}
