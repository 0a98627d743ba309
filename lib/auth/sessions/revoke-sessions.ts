import 'server-only'
import { and, isNull } from 'drizzle-orm'
import { sessions } from '../../database/schema'
import { believedRows, BROKEN_SEAL } from '../../database/sealed-rows'
import { inTransaction, type Transaction } from '../../database/transaction'
import { recordRevocation, type Revocation } from './record-revocation'
import { isSessionActive, type StoredSession } from './session'
import { evictSessions, evictSessionsWithin } from './session-cache'
import { isSelected, selectionCondition } from './session-selection'

/** Ends sessions on every replica, and records it; gives those that were active. It locks the head of the chain. */
export async function revokeSessions({
  within,
  ...revocation
}: Revocation & { readonly within?: Transaction }): Promise<readonly StoredSession[]> {
  const { which } = revocation
  if (within !== undefined) return revokeWithin(revocation, within)
  // Before the transaction: where the database can't end them, they are at least not recalled any more.
  evictSessions((row) => isSelected(row, which))
  return inTransaction((tx) => revokeWithin(revocation, tx))
}

async function revokeWithin(
  revocation: Revocation,
  within: Transaction,
): Promise<readonly StoredSession[]> {
  const { which, at } = revocation
  evictSessionsWithin(within, (row) => isSelected(row, which))
  const isMeant = and(selectionCondition(which), isNull(sessions.endedAt))
  const rows = await within.select().from(sessions).where(isMeant).for('update')
  // The seal ends with the session: without its time of end the row is believed no more.
  await within.update(sessions).set({ endedAt: at, seal: BROKEN_SEAL }).where(isMeant)
  const revoked = believedRows(sessions, rows, {}).filter(
    (row) => isSelected(row, which) && isSessionActive(row, at),
  )
  await recordRevocation(revocation, revoked, within)
  return revoked
}
