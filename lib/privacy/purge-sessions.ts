import 'server-only'
import { inArray, lt } from 'drizzle-orm'
import { database } from '../database/connection'
import { logoutTokens, sessions } from '../database/schema'
import { BATCH, inBatches } from '../platform/batches'

/** How long an ended sign-in is kept: long enough to answer who was signed in when something happened. */
const REMEMBERED_MS = 30 * 24 * 3600_000

/** Forgets the sign-ins that could not have gone on for 30 days at `at`, whether they were ended before or not; gives how many. Nothing else refers to them. */
export async function purgeOldSessions(at: Date): Promise<number> {
  const isOld = lt(sessions.expiresAt, new Date(at.getTime() - REMEMBERED_MS))
  return inBatches(async () => {
    const old = database()
      .select({ idHash: sessions.idHash })
      .from(sessions)
      .where(isOld)
      .limit(BATCH)
      .for('update', { skipLocked: true })
    const gone = await database()
      .delete(sessions)
      .where(inArray(sessions.idHash, old))
      .returning({ idHash: sessions.idHash })
    return gone.length
  })
}

/** Forgets the logout tokens that their own times refuse at `at`; gives how many. */
export async function purgeOldLogoutTokens(at: Date): Promise<number> {
  return inBatches(async () => {
    const old = database()
      .select({ idHash: logoutTokens.idHash })
      .from(logoutTokens)
      .where(lt(logoutTokens.expiresAt, at))
      .limit(BATCH)
      .for('update', { skipLocked: true })
    const gone = await database()
      .delete(logoutTokens)
      .where(inArray(logoutTokens.idHash, old))
      .returning({ idHash: logoutTokens.idHash })
    return gone.length
  })
}
