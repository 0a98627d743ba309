import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { activations } from '../database/schema'
import { warningOf } from '../devices/outlook'
import { removeDevice, type RemovalTiming } from '../devices/removal/remove'
import type { Actor } from '../identity/actor'
import { log } from '../platform/log'
import { change, type ActivationRow } from './rows'

/**
 * Removes the phone that came of an activation which was undone: at once, and although it may be the only one. Gives the
 * receipt; null when it has gone by itself, or can't be removed now: then the worker tries again.
 */
export async function takeAway(
  { number, userId, issuer, subject }: ActivationRow,
  deviceId: string,
  actor: Actor,
  timing: RemovalTiming,
): Promise<string | null> {
  const remove = (confirmed: string | null) =>
    removeDevice(
      actor,
      { issuer, subject, userIds: [userId] },
      { deviceId, reason: 'unrecognised', confirmed },
      timing,
    )
  const first = await remove(null)
  const isGuarded = !first.ok && first.error.code === 'guarded'
  const removal = isGuarded ? await remove(warningOf(first.error.outlook)) : first
  const isUndone = and(eq(activations.number, number), eq(activations.ending, 'undone'))
  if (removal.ok) {
    const { receipt } = removal.value
    await change(and(isUndone, isNull(activations.undoReceipt)), {
      deviceId,
      undoReceipt: receipt,
      dueAt: null,
    })
    return receipt
  }
  if (removal.error.code === 'not-removable') {
    log().error({ activation: number }, 'a phone can’t be taken away')
    await change(isUndone, { dueAt: null })
  }
  return null
}
