import 'server-only'
import { eq } from 'drizzle-orm'
import type { Database } from '../../database/connection'
import { sessions } from '../../database/schema'
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
  const row = await lockedRow(idHash, within)
  return row !== null && !isOver(row, at) && rolesOf(row).includes(role)
}

/** Whether a session is known to have ended by `at`. An unknown id hasn't: the portal's own worker has no session. */
export async function hasSessionEnded(
  idHash: string,
  at: Date,
  within: Database,
): Promise<boolean> {
  const row = await lockedRow(idHash, within)
  return row !== null && isOver(row, at)
}

async function lockedRow(idHash: string, within: Database) {
  const [row] = await within.select().from(sessions).where(eq(sessions.idHash, idHash)).for('share')
  return row ?? null
}

function isOver({ endedAt, expiresAt }: typeof sessions.$inferSelect, at: Date): boolean {
  return endedAt !== null || at >= expiresAt
}
