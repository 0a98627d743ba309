import 'server-only'
import type { Authorized, Permitted, PersonAction } from '../../auth/authorization/authorize'
import type { ListAction } from '../../auth/authorization/policy'
import { unlessOutage } from '../../database/outage'
import { succeed, type Result } from '../../platform/result'
import { findDevice, type FoundDevice } from '../list/find-device'
import { recallFor } from '../list/last-good-list'
import type { ReadError } from '../list/read-devices'
import { isOutage } from '../list/service-outage'
import { readStoredList } from '../list/stored-list'
import { excludePendingRemovals } from '../model/exclude-pending-removals'
import { removalImpact } from '../model/removal-impact'
import type { Inventory } from '../model/ways-back-in'
import { pendingRemovalsOf } from '../receipts/pending-removals'

type Asked = Permitted<ListAction> & { readonly deviceId: string; readonly at: Date }

/** A device as the service lists it now; while the service can't be asked, as the last good list has it. */
export async function findDeviceOrLastKnown(
  asked: Asked & Parameters<typeof findDevice>[0],
): Promise<
  Result<
    FoundDevice & { readonly isServiceDown: boolean },
    ReadError | { readonly code: 'not-found' }
  >
> {
  const found = await findDevice(asked)
  if (found.ok) return succeed({ ...found.value, isServiceDown: false })
  const known = isOutage(found.error) ? await findLastKnownDevice(asked) : null
  return known === null ? found : succeed({ ...known, isServiceDown: true })
}

/** A device of the last good list that `authorized` may see, and what would be left without it. */
export async function findLastKnownDevice({
  authorized,
  deviceId,
  at,
}: Asked): Promise<FoundDevice | null> {
  const known = await unlessOutage(() => lastKnownDevice(authorized, deviceId, at), null)
  if (known === null) return null
  const pending = await unlessOutage(() => pendingRemovalsOf(authorized.subject.userIds), [])
  const { device, userId, inventory } = known
  const staying = excludePendingRemovals(inventory, pending)
  return { device, userId, impact: removalImpact(device, staying) }
}

/** A device of the last good list, and that list: what this process showed, or else what any replica has read. */
export async function lastKnownDevice(
  authorized: Authorized<'devices:list:own' | 'devices:remove:own' | PersonAction>,
  deviceId: string,
  at: Date,
): Promise<(Pick<FoundDevice, 'device' | 'userId'> & { readonly inventory: Inventory }) | null> {
  const { userIds } = authorized.subject
  const list = recallFor(authorized, at) ?? (await readStoredList({ userIds }, at))
  const device = list?.devices.find(({ id }) => id === deviceId)
  const userId = device && userIds[device.identity]
  return list && device && userId ? { device, userId, inventory: list } : null
}
