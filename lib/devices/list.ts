import 'server-only'
import { unlessOutage } from '../database/outage'
import type { Actor, Subject } from '../identity/actor'
import { can } from '../identity/policy'
import type { Deadline } from '../platform/deadline'
import { fail, succeed, type Result } from '../platform/result'
import type { Device } from './device'
import { withNicknames } from './nicknames'
import { readDevices, type ReadError } from './read'
import { latestReceipts } from './removal/receipt'
import { isGone, isOver, type Receipt } from './removal/receipt-state'

/** What the devices page shows; goes to the browser, so there are no keys and no Recognize user ids in it. */
export type DeviceList = {
  /** When the service was asked; ISO 8601, UTC. */
  readonly readAt: string
  /** How many Recognize identities the person has. */
  readonly identities: number
  readonly devices: readonly Device[]
  /** Whether the portal's own records could be read: names, removals. Nothing can be removed while they can't. */
  readonly records: 'read' | 'unavailable'
  /** Removals of listed devices that are not over, one for each device at most. */
  readonly pending: readonly Receipt[]
  /** Those that are gone, as the trail remembers them, newest first. The service may have forgotten them. */
  readonly removed: readonly Receipt[]
}

/** The subject's devices as the service lists them now, and those that were removed here. */
export async function listDevices(
  actor: Actor,
  subject: Subject,
  at: Date,
  deadline: Deadline,
): Promise<Result<DeviceList, ReadError | { readonly code: 'not-allowed' }>> {
  if (!can(actor, 'devices:list:own', subject)) return fail({ code: 'not-allowed' })
  const [owned, receipts] = await Promise.all([
    readDevices(subject, deadline),
    unlessOutage(() => latestReceipts(subject), null),
  ])
  if (!owned.ok) return owned
  const devices = (await withNicknames(owned.value)).map(({ device }) => device)
  const listed = new Set(devices.map(({ id }) => id))
  return succeed({
    readAt: at.toISOString(),
    identities: subject.userIds.length,
    devices,
    records: receipts === null ? 'unavailable' : 'read',
    pending: pendingAmong(receipts ?? [], listed, at),
    removed: (receipts ?? []).filter(
      ({ state, deviceId }) => isGone(state) && !listed.has(deviceId),
    ),
  })
}

const REMEMBERED_MS = 24 * 3600_000

/** The newest receipt of each listed device, where something is still to come, or its end stayed unknown not long ago. */
function pendingAmong(
  receipts: readonly Receipt[],
  listed: ReadonlySet<string>,
  at: Date,
): Receipt[] {
  const newest = new Map<string, Receipt>()
  for (const receipt of receipts)
    if (!newest.has(receipt.deviceId)) newest.set(receipt.deviceId, receipt)
  return [...newest.values()].filter(
    (receipt) =>
      listed.has(receipt.deviceId) &&
      !isOver(receipt.state) &&
      at.getTime() - Date.parse(receipt.at) < REMEMBERED_MS,
  )
}
