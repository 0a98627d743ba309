import 'server-only'
import { unlessOutage } from '../../database/outage'
import type { Permitted } from '../../auth/authorization/authorize'
import type { ListAction } from '../../auth/authorization/policy'
import type { Deadline } from '../../platform/deadline'
import { fail, succeed, type Result } from '../../platform/result'
import type { Device } from '../model/device'
import { isDeviceId } from '../model/identifiers'
import { removalImpact, type RemovalImpact } from '../model/removal-impact'
import { inventoryOf, readDeviceLists, type ReadError } from './read-devices'
import { pendingRemovalsOf } from '../receipts/pending-removals'
import { excludePendingRemovals } from '../model/exclude-pending-removals'

export type FoundDevice = {
  readonly device: Device
  /** The Recognize user that it is bound to; stays on the server. */
  readonly userId: string
  /** What would be left without it. */
  readonly impact: RemovalImpact
}

/** One of the subject's devices. `not-found` is the answer to a foreign id and to an unknown one alike. */
export async function findDevice({
  authorized: { subject },
  deviceId,
  deadline,
}: Permitted<ListAction> & { readonly deviceId: string; readonly deadline: Deadline }): Promise<
  Result<FoundDevice, ReadError | { readonly code: 'not-found' }>
> {
  if (!isDeviceId(deviceId)) return fail({ code: 'not-found' })
  const owned = await readDeviceLists(subject, deadline)
  if (!owned.ok) return owned
  const target = owned.value.devices.find(({ device }) => device.id === deviceId)
  if (!target) return fail({ code: 'not-found' })
  const pending = await unlessOutage(() => pendingRemovalsOf(subject.userIds), [])
  const staying = excludePendingRemovals(inventoryOf(owned.value), pending)
  const { device, userId } = target
  return succeed({ device, userId, impact: removalImpact(device, staying) })
}
