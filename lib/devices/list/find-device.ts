import 'server-only'
import { unlessOutage } from '../../database/outage'
import type { Actor, Subject } from '../../auth/authorization/actor'
import { can } from '../../auth/authorization/policy'
import type { Deadline } from '../../platform/deadline'
import { fail, succeed, type Result } from '../../platform/result'
import type { Device } from '../model/device'
import { isDeviceId } from '../model/identifiers'
import { removalImpact, type RemovalImpact } from '../model/removal-impact'
import { readDevices, type ReadError } from './read-devices'
import { pendingRemovalsOf } from '../removal/due-removals'
import { excludePendingRemovals } from '../model/exclude-pending-removals'

export type FoundDevice = {
  readonly device: Device
  /** The Recognize user that it is bound to; stays on the server. */
  readonly userId: string
  readonly outlook: RemovalImpact
}

/** One of the subject's devices, and what would be left without it. A foreign id and an unknown one are the same `not-found`. */
export async function findDevice(
  actor: Actor,
  subject: Subject,
  deviceId: string,
  deadline: Deadline,
): Promise<Result<FoundDevice, ReadError | { readonly code: 'not-found' }>> {
  if (!can(actor, 'devices:list:own', subject)) return fail({ code: 'not-found' })
  return findNow(subject, deviceId, deadline)
}

/** The same for whoever may look at other people's devices, which is decided before. */
export async function findNow(
  subject: Pick<Subject, 'userIds'>,
  deviceId: string,
  deadline: Deadline,
): Promise<Result<FoundDevice, ReadError | { readonly code: 'not-found' }>> {
  if (!isDeviceId(deviceId)) return fail({ code: 'not-found' })
  const owned = await readDevices(subject, deadline)
  if (!owned.ok) return owned
  const target = owned.value.find(({ device }) => device.id === deviceId)
  if (!target) return fail({ code: 'not-found' })
  const pending = await unlessOutage(() => pendingRemovalsOf(subject.userIds), [])
  const listed = owned.value.map(({ device }) => device)
  const staying = excludePendingRemovals(listed, pending)
  const { device, userId } = target
  return succeed({ device, userId, outlook: removalImpact(device, staying) })
}
