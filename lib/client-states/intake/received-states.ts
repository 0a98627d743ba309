import 'server-only'
import { and, eq } from 'drizzle-orm'
import { database, type Database } from '../../database/connection'
import { receivedStates } from '../../database/schema'
import { keyedHash } from '../../platform/crypto'
import { env } from '../../platform/env'

/** The text of a recovery backup, and whose it is. */
type BackupText = { readonly userId: string; readonly text: string }

/** The text itself is a secret. */
function hashOf({ userId, text }: BackupText): string {
  return keyedHash(JSON.stringify([userId, text]), env().AUTH_SECRET, 'upload/state')
}

/** Whether this very recovery backup was handed in before, by an app or an import, even if it is gone by now. */
export async function wasReceived(
  backup: BackupText,
  within: Database = database(),
): Promise<boolean> {
  const { userId, stateHash } = receivedStates
  const rows = await within
    .select({ stateHash })
    .from(receivedStates)
    .where(and(eq(userId, backup.userId), eq(stateHash, hashOf(backup))))
  return rows.length > 0
}

/** Remembers a recovery backup, in the transaction that stores it. */
export async function rememberReceived(backup: BackupText, at: Date, tx: Database): Promise<void> {
  const { userId } = backup
  await tx
    .insert(receivedStates)
    .values({ userId, stateHash: hashOf(backup), at })
    .onConflictDoNothing()
}
