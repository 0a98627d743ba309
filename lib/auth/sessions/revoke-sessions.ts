import 'server-only'
import { and, isNull } from 'drizzle-orm'
import { sessions } from '../../database/schema'
import { inTransaction, type Transaction } from '../../database/transaction'
import { recordRevocation, type RevokedBy } from './record-revocation'
import { isSessionActive, type StoredSession } from './session'
import { evictSessions, evictSessionsWithin } from './session-cache'
import { isSelected, selectionCondition, type SessionSelection } from './session-selection'

type Revocation = {
  readonly which: SessionSelection
  readonly by: RevokedBy
  readonly at: Date
  /** A transaction of the caller's, where more belongs to it. It records, so the caller locks no rows afterwards. */
  readonly within?: Transaction
}

/**
 * Ends sessions and records it in one transaction. Every replica refuses them from the next request on. Returns those
 * that were active at `at`. Apart from this, a session ends only by its own limits.
 */
export async function revokeSessions(revocation: Revocation): Promise<readonly StoredSession[]> {
  const { which, within } = revocation
  if (within !== undefined) return revokeWithin(revocation, within)
  // Before the transaction: where the database can't end them, they are at least not recalled any more.
  evictSessions((row) => isSelected(row, which))
  return inTransaction((tx) => revokeWithin(revocation, tx))
}

async function revokeWithin(
  { which, by, at }: Revocation,
  within: Transaction,
): Promise<readonly StoredSession[]> {
  evictSessionsWithin(within, (row) => isSelected(row, which))
  const rows = await within
    .update(sessions)
    .set({ endedAt: at })
    .where(and(selectionCondition(which), isNull(sessions.endedAt)))
    .returning()
  const revoked = rows.filter((row) => isSessionActive(row, at))
  await recordRevocation({ which, by, revoked, at, within })
  return revoked
}
