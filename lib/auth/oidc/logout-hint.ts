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

/**
 * In characters. An ID token with many groups is longer than what proxies let through in an address, on either side. Then
 * the sign-out would end at an error page, with the provider's session still open.
 */
const LONGEST_HINT = 2_000

/** What tells the provider whose session is to end (RP-Initiated Logout 1.0, 2). */
type LogoutHint =
  Readonly<Record<'id_token_hint', string>> | Readonly<Record<'logout_hint', string>>

/**
 * The hint for the provider's own sign-out, from a session that ended less than ten minutes ago: its ID token, or the
 * subject when the token is too long. Null for any other session.
 */
export async function logoutHint(id: string, at: Date): Promise<LogoutHint | null> {
  const [row] = await database()
    .select({
      sealed: sessions.sealedIdToken,
      subject: sessions.subject,
      endedAt: sessions.endedAt,
    })
    .from(sessions)
    .where(eq(sessions.idHash, hashSessionId(id)))
  if (!row?.endedAt || at.getTime() - row.endedAt.getTime() > HINT_LIFETIME_MS) return null
  const token = open(row.sealed, env().AUTH_SECRET, ID_TOKEN_PURPOSE)
  return token === null || token.length > LONGEST_HINT
    ? { logout_hint: row.subject }
    : { id_token_hint: token }
}
