import 'server-only'
import { eq } from 'drizzle-orm'
import { database } from '../../database/connection'
import { sessions } from '../../database/schema'
import { open } from '../../platform/crypto'
import { env } from '../../platform/env'
import { hashSessionId } from '../sessions/session'
import { ID_TOKEN_PURPOSE } from '../sessions/session-store'

/** How long after a sign-out the ID token can still be used to end the provider's session as well. */
const HINT_LIFETIME_MS = 10 * 60_000

/** The ID token of a session that ended less than ten minutes ago, as a hint for the provider's own sign-out; null otherwise. */
export async function idTokenHint(id: string, at: Date): Promise<string | null> {
  const [row] = await database()
    .select({ sealed: sessions.sealedIdToken, endedAt: sessions.endedAt })
    .from(sessions)
    .where(eq(sessions.idHash, hashSessionId(id)))
  if (!row?.endedAt || at.getTime() - row.endedAt.getTime() > HINT_LIFETIME_MS) return null
  return open(row.sealed, env().AUTH_SECRET, ID_TOKEN_PURPOSE)
}
