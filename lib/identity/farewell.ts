import 'server-only'
import { eq } from 'drizzle-orm'
import { database } from '../database/connection'
import { signIns } from '../database/schema'
import { open } from '../platform/crypto'
import { env } from '../platform/env'
import { hashOfId, ID_TOKEN_PURPOSE } from './sign-ins'

/** How long after a sign-out the ID token can still be used to end the provider's session as well. */
const FAREWELL_MS = 10 * 60_000

/** The ID token of a sign-in that ended moments ago, as a hint for the provider's own sign-out; null otherwise. */
export async function farewellIdToken(id: string, at: Date): Promise<string | null> {
  const [row] = await database()
    .select({ sealed: signIns.sealedIdToken, endedAt: signIns.endedAt })
    .from(signIns)
    .where(eq(signIns.idHash, hashOfId(id)))
  if (!row?.endedAt || at.getTime() - row.endedAt.getTime() > FAREWELL_MS) return null
  return open(row.sealed, env().AUTH_SECRET, ID_TOKEN_PURPOSE)
}
