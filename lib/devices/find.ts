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

/** One of the subject's devices, and what would be left without it. A foreign id and an unknown one are the same `not-found`. */
export async function findDevice(
  actor: Actor,
  subject: Subject,
  deviceId: string,
  deadline: Deadline,
): Promise<
  Result<
    { readonly device: Device; readonly outlook: Outlook },
    ReadError | { readonly code: 'not-found' }
  >
> {
  if (!can(actor, 'devices:list:own', subject) || !isDeviceId(deviceId))
    return fail({ code: 'not-found' })
  const owned = await readDevices(subject, deadline)
  if (!owned.ok) return owned
  const target = owned.value.find(({ device }) => device.id === deviceId)
  if (!target) return fail({ code: 'not-found' })
  const pending = await unlessOutage(() => pendingOf(subject.userIds), [])
  const listed = owned.value.map(({ device }) => device)
  const staying = stayingDevices(listed, pending)
  return succeed({ device: target.device, outlook: outlookOf(target.device, staying) })
}
