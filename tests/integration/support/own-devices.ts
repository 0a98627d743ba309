import type { Actor, Subject } from '@/lib/auth/authorization/actor'
import { authorize, type NotAllowed } from '@/lib/auth/authorization/authorize'
import type { OwnAction } from '@/lib/auth/authorization/policy'
import * as history from '@/lib/devices/list/device-history'
import * as find from '@/lib/devices/list/find-device'
import * as label from '@/lib/devices/list/label-device'
import * as list from '@/lib/devices/list/list-devices'
import * as nicknames from '@/lib/devices/list/nicknames'
import * as report from '@/lib/devices/list/report-device'
import * as cancel from '@/lib/devices/removal/cancel-removal'
import * as cleanUp from '@/lib/devices/removal/clean-up'
import * as receipts from '@/lib/devices/receipts/receipts'
import * as remove from '@/lib/devices/removal/remove-device'
import * as wait from '@/lib/devices/removal/wait-for-service'
import { now } from '@/lib/platform/clock'
import { readDeadline, type Deadline } from '@/lib/platform/deadline'
import type { Result } from '@/lib/platform/result'

/** Who acts, and whose things these are. */
export interface Acting {
  readonly actor: Actor
  readonly subject: Subject
}

/** What a use case is asked for; it is now unless told, with the time that a page has. */
type Asked<Input> = Omit<Input, 'authorized' | 'at' | 'deadline'> & {
  readonly at?: Date
  readonly deadline?: Deadline
}

/**
 * A use case as an action or a page calls it: who may not do that gets no further than authorize(). What nobody else may
 * know exists is then answered like something that doesn't.
 */
function own<Input, Answer, Denied>(
  action: OwnAction,
  useCase: (input: Input) => Promise<Answer>,
  deny: (refusal: Result<never, NotAllowed>) => Denied,
) {
  return async ({ actor, subject }: Acting, asked: Asked<Input>): Promise<Answer | Denied> => {
    const authorized = authorize(actor, action, subject)
    if (!authorized.ok) return deny(authorized)
    const input = { at: now(), deadline: readDeadline(), ...asked, authorized: authorized.value }
    return useCase(input as Input)
  }
}

const refuse = (refusal: Result<never, NotAllowed>) => refusal

export const listDevices = own('devices:list:own', list.listDevices, refuse)
export const findDevice = own('devices:list:own', find.findDevice, refuse)
export const deviceHistory = own('devices:list:own', history.deviceHistory, () => [])
export const findReceipt = own('devices:list:own', receipts.findReceipt, () => null)
export const findReceipts = own('devices:list:own', receipts.findReceipts, () => [])
export const findCleanUp = own('devices:list:own', cleanUp.findCleanUp, () => null)
export const removeDevice = own('devices:remove:own', remove.removeDevice, refuse)
export const waitForService = own('devices:remove:own', wait.waitForService, refuse)
export const cancelRemoval = own('devices:remove:own', cancel.cancelRemoval, () => false)
export const planCleanUp = own('devices:remove:own', cleanUp.planCleanUp, refuse)
export const startCleanUp = own('devices:remove:own', cleanUp.startCleanUp, refuse)
export const cancelCleanUp = own('devices:remove:own', cleanUp.cancelCleanUp, () => 0)
export const labelDevice = own('devices:label:own', label.labelDevice, refuse)
export const setNickname = own('devices:rename:own', nicknames.setNickname, refuse)
export const reportDevice = own('devices:report:own', report.reportDevice, refuse)
