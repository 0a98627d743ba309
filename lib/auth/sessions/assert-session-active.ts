import 'server-only'
import { eq } from 'drizzle-orm'
import type { Database } from '../../database/connection'
import { sessions } from '../../database/schema'
import { believedRows } from '../../database/sealed-rows'
import type { Role } from '../authorization/actor'
import { rolesOf } from './session'

// For use in the transaction that acts: the row of the session is locked until `within` has ended.

/** Whether a session, by its hashed id, is active at `at` and gives a role. */
export async function sessionHasRole(
  idHash: string,
  role: Role,
  at: Date,
  within: Database,
): Promise<boolean> {
  const [row] = await lockedRows(idHash, within)
  return row !== undefined && !isOver(row, idHash, at) && rolesOf(row).includes(role)
}

/** Whether a session is known to have ended by `at`. An unknown id hasn't: the portal's own worker has no session. */
export async function hasSessionEnded(
  idHash: string,
  at: Date,
  within: Database,
): Promise<boolean> {
  const [row] = await lockedRows(idHash, within)
  return row !== undefined && isOver(row, idHash, at)
}

function lockedRows(idHash: string, within: Database) {
  return within.select().from(sessions).where(eq(sessions.idHash, idHash)).for('share')
}

/** A row whose seal is wrong, or was broken when it ended, is over too; so is that of another session. */
function isOver(row: typeof sessions.$inferSelect, idHash: string, at: Date): boolean {
  const { endedAt, expiresAt } = row
  const isBelieved = believedRows(sessions, [row], { idHash }).length > 0
  return endedAt !== null || at >= expiresAt || !isBelieved
}
