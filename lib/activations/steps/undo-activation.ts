import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { destroyState } from '../../client-states/vault/destroy-states'
import { lockStatesOf } from '../../client-states/vault/vault'
import { database, type Database } from '../../database/connection'
import { activations } from '../../database/schema'
import { inTransaction } from '../../database/transaction'
import type { RemovalTiming } from '../../devices/removal/remove-device'
import type { Actor, Subject } from '../../auth/authorization/actor'
import { revokeOtherSessions } from '../../auth/sessions/own-sessions'
import { can } from '../../auth/authorization/policy'
import { enqueueNotification } from '../../notifications/enqueue-notification'
import { fail, succeed, type Result } from '../../platform/result'
import { UNDO_MS } from '../tracking/activation-state'
import { CLAIM_MS } from '../tracking/activation-schedule'
import { rememberedDevice } from '../tracking/read-activation'
import {
  endActivation,
  findOwnActivation,
  activationsOf,
  lockActivation,
  type ActivationRow,
} from '../tracking/activation-rows'
import { removeEnrolledPhone } from './remove-enrolled-phone'

/** What an undo has done: the receipt of the removal, null where there is nothing to remove (yet); how many other sign-ins it ended. */
export type Undone = { readonly receipt: string | null; readonly othersEnded: number }

/**
 * Takes an activation back, “That wasn’t me”: its code is worthless; a phone that came of it is removed at once, or by the
 * worker as soon as it is listed; and once somebody had the code, the person's other sign-ins end, the backup that was
 * handed out is destroyed, and they are told. Once: asked for again, it gives the newest receipt. `too-late` nothing of it can be taken back any more.
 */
export async function undoAdding(
  actor: Actor,
  subject: Subject,
  number: string,
  timing: RemovalTiming,
): Promise<Result<Undone, { readonly code: 'not-allowed' | 'not-found' | 'too-late' }>> {
  if (!can(actor, 'activations:undo:own', subject)) return fail({ code: 'not-allowed' })
  const found = await findOwnActivation(subject, number)
  for (let row = found; row !== null; row = await findOwnActivation(subject, number)) {
    if (row.ending === 'undone') return succeed({ receipt: row.undoReceipt, othersEnded: 0 })
    // As with receipts: what belonged to an identity that isn't theirs any more isn't theirs to change.
    if (!subject.userIds.includes(row.userId)) return fail({ code: 'not-found' })
    const at = timing.clock()
    if (!canBeUndone(row, at)) return fail({ code: 'too-late' })
    const undone = await undo(row, actor, at)
    if (undone === null) continue
    const { activation, othersEnded } = undone
    if (activation.ending === 'cancelled') return succeed({ receipt: null, othersEnded })
    // What the app told of a device that isn't listed yet is no reason to remove it: the worker waits for the list.
    const listed = row.ending === 'listed' ? row.deviceId : null
    const receipt =
      listed === null ? null : await removeEnrolledPhone(activation, listed, actor, timing)
    return succeed({ receipt, othersEnded })
  }
  return fail({ code: 'not-found' })
}

/** Cancels an activation whose code nobody has redeemed. `too-late` when somebody has, or it has ended. */
export async function cancelAdding(
  actor: Actor,
  number: string,
  at: Date,
): Promise<'cancelled' | 'too-late' | 'not-found'> {
  if (!can(actor, 'activations:start:own', actor)) return 'not-found'
  if ((await findOwnActivation(actor, number)) === null) return 'not-found'
  const isUnused = and(
    eq(activations.number, number),
    activationsOf(actor),
    isNull(activations.redeemedAt),
    isNull(activations.ending),
  )
  const ended = await database().transaction((tx) => endActivation(isUnused, 'cancelled', at, tx))
  return ended.length > 0 ? 'cancelled' : 'too-late'
}

function canBeUndone({ ending, endedAt, dueAt }: ActivationRow, at: Date): boolean {
  if (ending === null) return true
  if (ending === 'superseded') return dueAt !== null
  return ending === 'listed' && endedAt !== null && at.getTime() - endedAt.getTime() <= UNDO_MS
}

/** Writes down that it is undone, with all that follows of it here; null when something else happened to it meanwhile. */
async function undo(
  row: ActivationRow,
  actor: Actor,
  at: Date,
): Promise<{ readonly activation: ActivationRow; readonly othersEnded: number } | null> {
  const isUnchanged = and(eq(activations.number, row.number), eq(activations.version, row.version))
  const isListed = row.ending === 'listed'
  const oldPhone = row.purpose === 'make-state'
  const device = isListed ? await rememberedDevice(row) : null
  return inTransaction(async (tx) => {
    if (row.redeemedAt === null) {
      const [cancelled] = await endActivation(isUnchanged, 'cancelled', at, tx)
      return cancelled ? { activation: cancelled, othersEnded: 0 } : null
    }
    // The phone is removed now; should this process die before, the worker does it.
    const dueAt = oldPhone ? null : new Date(at.getTime() + (isListed ? CLAIM_MS : 0))
    // Which phone it is, is for the list to say, not for an app that told a key before.
    const deviceId = isListed ? row.deviceId : null
    // All that changes is locked before anything is recorded.
    if ((await lockActivation(isUnchanged, tx)).length === 0) return null
    await lockStatesOf(row.userId, tx)
    const revoked = await revokeOtherSessions({ actor, at, within: tx })
    const othersEnded = revoked.ok ? revoked.value : 0
    const [undone] = await endActivation(isUnchanged, 'undone', at, tx, { dueAt, deviceId }, device)
    if (!undone) return null
    const backupDestroyed = await destroyBackup(undone, actor, at, tx)
    const told = device && { description: device.osVersion, fingerprint: device.fingerprint }
    const what = { type: 'phone-undone', device: told, oldPhone, backupDestroyed } as const
    await enqueueNotification(undone, { ...what, at: at.toISOString() }, at, tx)
    return { activation: undone, othersEnded }
  })
}

/** Whoever fetched the backup has it; nobody else is to be handed it. False where none was handed out, or none is left. */
async function destroyBackup(
  { number, purpose, clientStateId, userId }: ActivationRow,
  actor: Actor,
  at: Date,
  tx: Database,
): Promise<boolean> {
  if (purpose !== 'bind' || clientStateId === null) return false
  return destroyState(clientStateId, userId, 'undone', { actor, correlationId: number, at }, tx)
}
