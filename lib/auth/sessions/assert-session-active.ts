import 'server-only'
import { eq } from 'drizzle-orm'
import type { Database } from '../../database/connection'
import { sessions } from '../../database/schema'
import type { Role } from '../authorization/actor'
import { rolesOf } from './session'

// Read where what is done can still be given up: the row of the sign-in stays as it is until `within` has ended.

/** Whether a role still stands on a sign-in, by its hashed id, at `at`. */
export async function sessionHasRole(
  idHash: string,
  role: Role,
  at: Date,
  within: Database,
): Promise<boolean> {
  const row = await lockedRow(idHash, within)
  return row !== null && !isOver(row, at) && rolesOf(row).includes(role)
}

/** Whether a sign-in is known to have ended by `at`. One that there is no row of hasn't: the portal's own worker has none. */
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
