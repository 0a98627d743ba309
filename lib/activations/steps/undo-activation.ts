import 'server-only'
import { eq } from 'drizzle-orm'
import type { Account, Actor } from '../../auth/authorization/actor'
import type { Permitted } from '../../auth/authorization/authorize'
import { revokeOtherSessions } from '../../auth/sessions/own-sessions'
import { destroyState } from '../../client-states/vault/destroy-states'
import { lockStatesOf } from '../../client-states/vault/vault'
import { database, type Database } from '../../database/connection'
import { activations } from '../../database/schema'
import { inTransaction } from '../../database/transaction'
import type { RemovalTiming } from '../../devices/removal/remove-device'
import { enqueueNotification } from '../../notifications/enqueue-notification'
import { fail, succeed, type Result } from '../../platform/result'
import {
  endActivation,
  findOwnActivation,
  isUnused,
  lockActivation,
  type ActivationRow,
} from '../tracking/activation-rows'
import { UNDO_MS } from '../tracking/activation-state'
import { CLAIM_MS } from '../tracking/activation-schedule'
import { rememberedDeviceOf } from '../tracking/read-activation'
import { removeEnrolledPhone } from '../tracking/remove-enrolled-phone'

/** No more requests than these change one activation at the same moment. */
const MOST_TRIES = 20

/** What an undo has done: the receipt of the removal, null while there is nothing to remove; how many other sessions it revoked. */
export type Undone = { readonly receipt: string | null; readonly othersEnded: number }

/**
 * Undoes an activation after “That wasn’t me”. Its code becomes worthless. A phone that it added is removed at once, or
 * by the worker as soon as it is listed. If an app has had the code, the person's other sessions are revoked, the
 * backup that was handed out is destroyed, and the person is notified. A repeated call returns the newest receipt.
 * - `too-late` no part of it can be undone any more
 */
export async function undoActivation({
  authorized: { actor, subject },
  number,
  timing,
}: Permitted<'activations:undo:own'> & {
  readonly number: string
  readonly timing: RemovalTiming
}): Promise<Result<Undone, { readonly code: 'not-found' | 'too-late' }>> {
  const found = await findOwnActivation(subject, number)
  let tries = 0
  // Tries again when another request has changed the row meanwhile.
  for (let row = found; row !== null; row = await findOwnActivation(subject, number)) {
    // A database that locks another row than it shows would have this go on for ever.
    if (++tries > MOST_TRIES) throw new Error('an activation can’t be locked as it was read')
    if (row.ending === 'undone') return succeed({ receipt: row.undoReceipt, othersEnded: 0 })
    // As with receipts: an identity that isn't the person's any more isn't theirs to change.
    if (!subject.userIds.includes(row.userId)) return fail({ code: 'not-found' })
    const at = timing.clock()
    if (!canBeUndone(row, at)) return fail({ code: 'too-late' })
    const undone = await recordUndo(row, actor, at)
    if (undone === null) continue
    const { activation, othersEnded } = undone
    if (activation.ending === 'cancelled') return succeed({ receipt: null, othersEnded })
    // A key that an app has told is no reason to remove a device that isn't listed yet: the worker waits for the list.
    const listed = row.ending === 'listed' ? row.deviceId : null
    const receipt =
      listed === null ? null : await removeEnrolledPhone(activation, listed, actor, timing)
    return succeed({ receipt, othersEnded })
  }
  return fail({ code: 'not-found' })
}

/** Cancels an activation whose code was not redeemed. `too-late` when the code was redeemed, or the activation has ended. */
export async function cancelActivation({
  authorized: { subject },
  number,
  at,
}: Permitted<'activations:start:own', Account> & {
  readonly number: string
  readonly at: Date
}): Promise<'cancelled' | 'too-late' | 'not-found'> {
  if ((await findOwnActivation(subject, number)) === null) return 'not-found'
  const own = { number, issuer: subject.issuer, subject: subject.subject }
  const ended = await database().transaction((tx) =>
    endActivation(own, isUnused, 'cancelled', at, tx),
  )
  return ended.length > 0 ? 'cancelled' : 'too-late'
}

function canBeUndone({ ending, endedAt, dueAt }: ActivationRow, at: Date): boolean {
  if (ending === null) return true
  if (ending === 'superseded') return dueAt !== null
  return ending === 'listed' && endedAt !== null && at.getTime() - endedAt.getTime() <= UNDO_MS
}

/** Records the undo with everything that follows of it in the portal; null when the row was changed meanwhile. */
async function recordUndo(
  row: ActivationRow,
  actor: Actor,
  at: Date,
): Promise<{ readonly activation: ActivationRow; readonly othersEnded: number } | null> {
  const { number, issuer, subject } = row
  const own = { number, issuer, subject }
  const isUnchanged = eq(activations.version, row.version)
  const isListed = row.ending === 'listed'
  const oldPhone = row.purpose === 'make-state'
  const device = isListed ? await rememberedDeviceOf(row) : null
  return inTransaction(async (tx) => {
    if (row.redeemedAt === null) {
      const [cancelled] = await endActivation(own, isUnchanged, 'cancelled', at, tx)
      return cancelled ? { activation: cancelled, othersEnded: 0 } : null
    }
    // This process removes a listed phone itself; if it dies before, the worker does it after the claim.
    const dueAt = oldPhone ? null : new Date(at.getTime() + (isListed ? CLAIM_MS : 0))
    // The list decides which phone it is. A key that an app told earlier doesn't.
    const deviceId = isListed ? row.deviceId : null
    // Everything that changes is locked before anything is recorded.
    if ((await lockActivation(own, isUnchanged, tx)).length === 0) return null
    await lockStatesOf(row.userId, tx)
    const revoked = await revokeOtherSessions({ actor, at, within: tx })
    const othersEnded = revoked.ok ? revoked.value : 0
    const changes = { dueAt, deviceId }
    const [undone] = await endActivation(own, isUnchanged, 'undone', at, tx, changes, device)
    if (!undone) return null
    const backupDestroyed = await destroyBackup(undone, actor, at, tx)
    const told = device && { description: device.osVersion, fingerprint: device.fingerprint }
    const what = { type: 'phone-undone', device: told, oldPhone, backupDestroyed } as const
    await enqueueNotification(undone, { ...what, at: at.toISOString() }, at, tx)
    return { activation: undone, othersEnded }
  })
}

/** Destroys the backup that was handed out, so that no other app gets it; false when there was none. */
async function destroyBackup(
  { number, purpose, clientStateId, userId }: ActivationRow,
  actor: Actor,
  at: Date,
  tx: Database,
): Promise<boolean> {
  if (purpose !== 'bind' || clientStateId === null) return false
  return destroyState(clientStateId, userId, 'undone', { actor, correlationId: number, at }, tx)
}
