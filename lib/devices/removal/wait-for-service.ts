import 'server-only'
import type { Account, Subject } from '../../auth/authorization/actor'
import type { Authorized } from '../../auth/authorization/authorize'
import { unlessOutage } from '../../database/outage'
import { fail, succeed, type Result } from '../../platform/result'
import { lastGoodLists } from '../list/last-good-list'
import { readStoredList } from '../list/stored-list'
import type { Device } from '../model/device'
import { excludePendingRemovals } from '../model/exclude-pending-removals'
import { removalImpact, removalWarning, type RemovalImpact } from '../model/removal-impact'
import { decideSafeguard } from '../model/safeguards'
import type { Inventory } from '../model/ways-back-in'
import { pendingRemovalsOf } from '../receipts/pending-removals'
import { removalCommand, type SupportAuthorization } from './removal-command'
import { withRemovalLease } from './removal-lease'
import { scheduleRemoval } from './removal-store'
import type { RemovalError, RemovalRequest } from './remove-device'

type WaitForService = {
  readonly request: RemovalRequest
  readonly at: Date
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
 * process read, or any replica, so that the person says yes to what they know. It never asks the service anything.
 */
export async function waitForService({
  authorized,
  request: { deviceId, reason, confirmed },
  support,
  at,
}: WaitForService): Promise<Result<{ readonly receipt: string }, RemovalError>> {
  const { actor, owner, subject } = authorized
  const { userIds } = subject
  const waiting = await withRemovalLease(
    userIds,
    async (): Promise<Result<{ readonly receipt: string }, RemovalError>> => {
      const pending = await pendingRemovalsOf(userIds)
      const duplicate = pending.find((removal) => removal.deviceId === deviceId)
      if (duplicate) return succeed({ receipt: duplicate.receipt })
      const known = await lastKnownDevice(owner, userIds, deviceId, at)
      if (known === null) return fail({ code: 'not-found' })
      const { device, userId, inventory } = known
      if (!device.removable) return fail({ code: 'not-removable' })
      const impact = removalImpact(device, excludePendingRemovals(inventory, pending))
      const decision = decideSafeguard(impact.guard, reason)
      if (impact.guard !== null && decision !== 'pass' && confirmed !== removalWarning(impact))
        return fail({ code: 'guarded', guard: impact.guard, decision, impact })
      const command = removalCommand({
        origin: { from: 'request', actor, support: support ? { ...support, owner } : null },
        userIds,
        target: { device, userId, isOnly: false },
        reason,
        confirmed,
      })
      return (await scheduleRemoval({ ...command, waitsForService: true }, at, at))
        ? succeed({ receipt: command.receipt })
        : fail({ code: support ? 'not-allowed' : 'signed-out' })
    },
  )
  return waiting ?? fail({ code: 'in-progress' })
}

/** A device of the last list that was read of a person, and what would be left without it. */
export async function findLastKnownDevice(
  { issuer, subject, userIds }: Subject,
  deviceId: string,
  at: Date,
): Promise<{ readonly device: Device; readonly impact: RemovalImpact } | null> {
  const known = await unlessOutage(
    () => lastKnownDevice({ issuer, subject }, userIds, deviceId, at),
    null,
  )
  if (known === null) return null
  const pending = await unlessOutage(() => pendingRemovalsOf(userIds), [])
  const { device, inventory } = known
  return { device, impact: removalImpact(device, excludePendingRemovals(inventory, pending)) }
}

/** In the list of this process, which is what the person was shown; else in the rows of any replica's last reading. */
async function lastKnownDevice(
  owner: Account | null,
  userIds: Subject['userIds'],
  deviceId: string,
  at: Date,
): Promise<{ device: Device; userId: string; inventory: Inventory } | null> {
  const shown = owner && lastGoodLists().recall({ ...owner, userIds }, at)
  const list = shown ?? (await readStoredList({ userIds }, at))
  const device = list?.devices.find(({ id }) => id === deviceId)
  const userId = device && userIds[device.identity]
  return list && device && userId ? { device, userId, inventory: list } : null
}
