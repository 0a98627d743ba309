import 'server-only'
import type { Actor, Subject } from '../identity/actor'
import { can } from '../identity/policy'
import type { Deadline } from '../platform/deadline'
import { fail, succeed, type Result } from '../platform/result'
import type { Device } from './device'
import { withNicknames } from './nicknames'
import { readDevices, type ReadError } from './read'
import { removedDevices, type Receipt } from './receipt'

/** What the devices page shows; goes to the browser, so there are no keys and no Recognize user ids in it. */
export type DeviceList = {
  /** When the service was asked; ISO 8601, UTC. */
  readonly readAt: string
  /** How many Recognize identities the person has. */
  readonly identities: number
  readonly devices: readonly Device[]
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
  const [owned, removed] = await Promise.all([
    readDevices(subject, deadline),
    removedDevices(subject),
  ])
  if (!owned.ok) return owned
  const devices = (await withNicknames(owned.value)).map(({ device }) => device)
  const listed = new Set(devices.map(({ id }) => id))
  return succeed({
    readAt: at.toISOString(),
    identities: subject.userIds.length,
    devices,
    removed: removed.filter(({ deviceId }) => !listed.has(deviceId)),
  })
}
