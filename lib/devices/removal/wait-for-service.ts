import 'server-only'
import type { Authorized } from '../../auth/authorization/authorize'
import { fail, succeed, type Result } from '../../platform/result'
import { excludePendingRemovals } from '../model/exclude-pending-removals'
import { coversWarning, removalImpact, removalWarning } from '../model/removal-impact'
import { canBeScheduled, decideSafeguard, type RemovalReason } from '../model/safeguards'
import { pendingRemovalsOf, type PendingRemoval } from '../receipts/pending-removals'
import { lastKnownDevice } from './find-last-known'
import { removalCommand, type SupportAuthorization } from './removal-command'
import { withRemovalLease } from './removal-lease'
import { scheduleRemoval } from './removal-store'
import type { RemovalError, RemovalRequest, RemovalTiming } from './remove-device'

type WaitForService = {
  readonly request: RemovalRequest
  readonly timing: RemovalTiming
} & (
  | { readonly authorized: Authorized<'devices:remove:own'>; readonly support?: never }
  | {
      readonly authorized: Authorized<'devices:remove:any'>
      readonly support: SupportAuthorization
    }
)

/**
 * Keeps the wish to remove a device while the service can't be asked. The worker carries it out once, when the service
 * answers again, and decides then from a fresh list. The safeguards are asked now as well, about the last list that this
 * process read, or else any replica, so that the person says yes to what they know. It never asks the service anything. A removal that can wait
 * stays undoable for as long as always, also when the service is back before.
 */
export async function waitForService({
  authorized,
  request: { deviceId, reason, confirmed },
  support,
  timing: { clock, holdMs },
}: WaitForService): Promise<Result<{ readonly receipt: string }, RemovalError>> {
  const { actor, owner, subject } = authorized
  const { userIds } = subject
  const at = clock()
  const until = canBeScheduled(reason) ? new Date(at.getTime() + holdMs) : at
  const waiting = await withRemovalLease(
    userIds,
    async (): Promise<Result<{ readonly receipt: string }, RemovalError>> => {
      const pending = await pendingRemovalsOf(userIds)
      const duplicate = pending.find(
        (removal) => removal.deviceId === deviceId && isSameWish(removal, reason),
      )
      if (duplicate) return succeed({ receipt: duplicate.receipt })
      const known = await lastKnownDevice(authorized, deviceId, at)
      if (known === null) return fail({ code: 'not-found' })
      const { device, userId, inventory } = known
      if (!device.removable) return fail({ code: 'not-removable' })
      const impact = removalImpact(device, excludePendingRemovals(inventory, pending))
      const { guard } = impact
      const decision = decideSafeguard(guard, reason)
      const isHeld = decision === 'confirm' && !coversWarning(confirmed, removalWarning(impact))
      if (guard !== null && decision !== 'pass' && (decision === 'refuse' || isHeld))
        return fail({ code: 'guarded', guard, decision, impact })
      const command = removalCommand({
        origin: { from: 'request', actor, support: support ? { ...support, owner } : null },
        userIds,
        target: { device, userId, isOnly: false },
        reason,
        confirmed,
      })
      return (await scheduleRemoval({ ...command, waitsForService: true }, until, at))
        ? succeed({ receipt: command.receipt })
        : fail({ code: support ? 'not-allowed' : 'signed-out' })
    },
  )
  return waiting ?? fail({ code: 'in-progress' })
}

/**
 * Whether a removal that is not over does what is wished for now, at least as soon. A scheduled one that waits for its time
 * doesn't serve a person whose device is in other hands, and nobody knows what became of one without an accepted DELETE.
 */
function isSameWish(
  { state, accepted, reason: before }: PendingRemoval,
  reason: RemovalReason,
): boolean {
  if (state === 'open') return accepted === true
  return state === 'begun' || canBeScheduled(reason) || !canBeScheduled(before)
}
