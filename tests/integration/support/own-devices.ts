import type { Actor, Subject } from '@/lib/auth/authorization/actor'
import { authorize } from '@/lib/auth/authorization/authorize'
import * as history from '@/lib/devices/list/device-history'
import * as find from '@/lib/devices/list/find-device'
import * as list from '@/lib/devices/list/list-devices'
import * as nicknames from '@/lib/devices/list/nicknames'
import * as report from '@/lib/devices/list/report-device'
import * as cancel from '@/lib/devices/removal/cancel-removal'
import * as cleanUp from '@/lib/devices/removal/clean-up'
import * as receipts from '@/lib/devices/receipts/receipts'
import * as remove from '@/lib/devices/removal/remove-device'
import type { Deadline } from '@/lib/platform/deadline'

// The use cases as an action or a page calls them: `actor` asks for what is `subject`'s, and who may not gets no further
// than authorize(). What nobody else may know exists is then answered like something that doesn't.

export async function removeDevice(
  actor: Actor,
  subject: Subject,
  request: remove.RemovalRequest,
  timing: remove.RemovalTiming,
): Promise<remove.RemovalResult> {
  const authorized = authorize(actor, 'devices:remove:own', subject)
  if (!authorized.ok) return authorized
  return remove.removeDevice({ authorized: authorized.value, request, timing })
}

export async function cancelRemoval(
  actor: Actor,
  subject: Subject,
  referenceCode: string,
  at: Date,
): Promise<boolean> {
  const authorized = authorize(actor, 'devices:remove:own', subject)
  if (!authorized.ok) return false
  return cancel.cancelRemoval({ authorized: authorized.value, referenceCode, at })
}

export async function planCleanUp(actor: Actor, subject: Subject, deadline: Deadline) {
  const authorized = authorize(actor, 'devices:remove:own', subject)
  if (!authorized.ok) return authorized
  return cleanUp.planCleanUp({ authorized: authorized.value, deadline })
}

export async function startCleanUp(
  actor: Actor,
  subject: Subject,
  deviceIds: readonly string[],
  timing: remove.RemovalTiming,
  deadline: Deadline,
  confirmed: string | null = null,
) {
  const authorized = authorize(actor, 'devices:remove:own', subject)
  if (!authorized.ok) return authorized
  return cleanUp.startCleanUp({
    authorized: authorized.value,
    deviceIds,
    confirmed,
    timing,
    deadline,
  })
}

export async function findCleanUp(actor: Actor, subject: Subject, referenceCode: string) {
  const authorized = authorize(actor, 'devices:list:own', subject)
  if (!authorized.ok) return null
  return cleanUp.findCleanUp({ authorized: authorized.value, referenceCode })
}

export async function cancelCleanUp(
  actor: Actor,
  subject: Subject,
  referenceCode: string,
  at: Date,
): Promise<number> {
  const authorized = authorize(actor, 'devices:remove:own', subject)
  if (!authorized.ok) return 0
  return cleanUp.cancelCleanUp({ authorized: authorized.value, referenceCode, at })
}

export async function findReceipt(actor: Actor, subject: Subject, referenceCode: string) {
  const authorized = authorize(actor, 'devices:list:own', subject)
  if (!authorized.ok) return null
  return receipts.findReceipt({ authorized: authorized.value, referenceCode })
}

export async function findReceipts(
  actor: Actor,
  subject: Subject,
  referenceCodes: readonly string[],
) {
  const authorized = authorize(actor, 'devices:list:own', subject)
  if (!authorized.ok) return []
  return receipts.findReceipts({ authorized: authorized.value, referenceCodes })
}

export async function findDevice(
  actor: Actor,
  subject: Subject,
  deviceId: string,
  deadline: Deadline,
) {
  const authorized = authorize(actor, 'devices:list:own', subject)
  if (!authorized.ok) return authorized
  return find.findDevice({ authorized: authorized.value, deviceId, deadline })
}

export async function deviceHistory(actor: Actor, subject: Subject, deviceId: string) {
  const authorized = authorize(actor, 'devices:list:own', subject)
  if (!authorized.ok) return []
  return history.deviceHistory({ authorized: authorized.value, deviceId })
}

export async function listDevices(actor: Actor, subject: Subject, at: Date, deadline: Deadline) {
  const authorized = authorize(actor, 'devices:list:own', subject)
  if (!authorized.ok) return authorized
  return list.listDevices({ authorized: authorized.value, at, deadline })
}

export async function setNickname(
  actor: Actor,
  subject: Subject,
  input: { readonly deviceId: string; readonly nickname: string },
  at: Date,
  deadline: Deadline,
) {
  const authorized = authorize(actor, 'devices:rename:own', subject)
  if (!authorized.ok) return authorized
  return nicknames.setNickname({ authorized: authorized.value, ...input, at, deadline })
}

export async function reportDevice(
  actor: Actor,
  subject: Subject,
  input: report.DeviceReport,
  at: Date,
  deadline: Deadline,
) {
  const authorized = authorize(actor, 'devices:report:own', subject)
  if (!authorized.ok) return authorized
  return report.reportDevice({ authorized: authorized.value, report: input, at, deadline })
}
