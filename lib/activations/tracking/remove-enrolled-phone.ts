import 'server-only'
import { eq } from 'drizzle-orm'
import { entriesOf } from '../../audit/log/audit-log'
import { activations } from '../../database/schema'
import { removalWarning } from '../../devices/model/removal-impact'
import { receiptsFrom } from '../../devices/receipts/receipts'
import { isGone } from '../../devices/receipts/receipt-state'
import { removeDevice, type RemovalTiming } from '../../devices/removal/remove-device'
import type { Actor } from '../../auth/authorization/actor'
import { authorize } from '../../auth/authorization/authorize'
import { log } from '../../platform/log'
import { nextRemovalTryAt } from './activation-schedule'
import { changeActivation, type ActivationRow } from './activation-rows'

/** Removes the phone of an undone activation at once; gives the receipt, or null when the worker tries again. */
export async function removeEnrolledPhone(
  { number, userId, issuer, subject, endedAt }: ActivationRow,
  deviceId: string,
  actor: Actor,
  timing: RemovalTiming,
): Promise<string | null> {
  const authorized = authorize(actor, 'devices:remove:own', { issuer, subject, userIds: [userId] })
  if (!authorized.ok) return null
  const remove = (confirmed: string | null) =>
    removeDevice({
      authorized: authorized.value,
      request: { deviceId, reason: 'unrecognised', confirmed },
      timing,
    })
  const first = await remove(null)
  const isGuarded = !first.ok && first.error.code === 'guarded'
  const removal = isGuarded ? await remove(removalWarning(first.error.impact)) : first
  const isUndone = eq(activations.ending, 'undone')
  if (removal.ok) {
    const { receipt } = removal.value
    const at = timing.clock()
    const dueAt = (await isUnderWay(receipt, userId)) ? null : nextRemovalTryAt({ endedAt }, at)
    await changeActivation({ number }, isUndone, { deviceId, undoReceipt: receipt, dueAt })
    return receipt
  }
  if (removal.error.code === 'not-removable') {
    log().error({ activation: number }, 'an enrolled phone can’t be removed')
    await changeActivation({ number }, isUndone, { dueAt: null })
  }
  return null
}

/** Whether the service has accepted the removal: the receipt follows it from here. */
async function isUnderWay(receipt: string, userId: string): Promise<boolean> {
  const [{ state } = { state: null }] = receiptsFrom(await entriesOf([receipt], [userId]))
  return state !== null && (isGone(state) || state === 'not-yet-confirmed')
}
