import 'server-only'
import { unlessOutage } from '../database/outage'
import type { Actor, Subject } from '../identity/actor'
import { can } from '../identity/policy'
import type { Deadline } from '../platform/deadline'
import { fail, succeed, type Result } from '../platform/result'
import type { Device } from './device'
import { isDeviceId } from './identifiers'
import { outlookOf, type Outlook } from './outlook'
import { readDevices, type ReadError } from './read'
import { pendingOf } from './removal/due'
import { stayingDevices } from './staying'

export type FoundDevice = {
  readonly device: Device
  /** The Recognize user that it is bound to; stays on the server. */
  readonly userId: string
  readonly outlook: Outlook
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
  const pending = await unlessOutage(() => pendingOf(subject.userIds), [])
  const listed = owned.value.map(({ device }) => device)
  const staying = stayingDevices(listed, pending)
  const { device, userId } = target
  return succeed({ device, userId, outlook: outlookOf(device, staying) })
}
