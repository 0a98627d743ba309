import 'server-only'
import { and, eq, isNull, lte, or } from 'drizzle-orm'
import { isDatabaseOutage } from '../../database/outage'
import { logoutTokens, sessions } from '../../database/schema'
import { sha256 } from '../../platform/crypto'
import { env } from '../../platform/env'
import { log } from '../../platform/log'
import { fail, succeed, type Result } from '../../platform/result'
import { isProvidersFault } from './claims'
import { revokeSessions, recordRevocation } from '../sessions/revoke-sessions'
import { readLogoutToken, type LogoutToken } from './logout-token'
import { providerKeys } from './provider'

/** `not-valid` no good logout token, or one that was taken before · `unavailable` it could not be checked, or nothing could be written: the same token is good later */
export type LogoutError = { readonly code: 'not-valid' | 'unavailable' }

/**
 * Ends what a logout token of the provider names, once: the sign-ins made in its session, or all of a person's that were
 * made before. Gives how many stood; none is no failure.
 */
export async function revokeByLogoutToken(
  token: string,
  at: Date,
): Promise<Result<number, LogoutError>> {
  const { AUTH_OIDC_ISSUER, AUTH_OIDC_CLIENT_ID, AUTH_OIDC_LOGOUT_TOKEN_TYPE } = env()
  try {
    const read = await readLogoutToken(
      token,
      {
        issuer: AUTH_OIDC_ISSUER,
        clientId: AUTH_OIDC_CLIENT_ID,
        keys: await providerKeys(),
        type: AUTH_OIDC_LOGOUT_TOKEN_TYPE,
      },
      at,
    )
    const ended = read && (await endNamed(read, at))
    if (ended !== null) return succeed(ended)
    return fail({ code: 'not-valid' })
  } catch (err) {
    if (!isProvidersFault(err) && !isDatabaseOutage(err)) throw err
    log().warn({ err }, 'a logout token could not be taken')
    return fail({ code: 'unavailable' })
  }
}

/** Says that a token was taken before; what was done in its transaction is then taken back. */
class TakenBefore extends Error {}

/** Null when the token was taken before: whoever has signed in since stays. */
async function endNamed(token: LogoutToken, at: Date): Promise<number | null> {
  const { issuer, subject, session, issuedAt, idHash, expiresAt } = token
  const sessionHash = session === null ? null : sha256(session).toString('hex')
  // By the provider's own clock: who has proved anew who they are isn't meant by a token that comes late.
  const isBefore = or(isNull(sessions.authenticatedAt), lte(sessions.authenticatedAt, issuedAt))
  const where = and(
    eq(sessions.issuer, issuer),
    subject === null ? undefined : eq(sessions.subject, subject),
    sessionHash === null
      ? isBefore
      : or(
          eq(sessions.providerSession, sessionHash),
          // Of a provider whose ID tokens name no session nobody can say which: all that may be meant.
          subject === null ? undefined : and(isNull(sessions.providerSession), isBefore),
        ),
  )
  const isNamed = (row: typeof sessions.$inferSelect) =>
    row.issuer === issuer &&
    (sessionHash === null
      ? row.subject === subject
      : row.providerSession === sessionHash ||
        (row.subject === subject && row.providerSession === null))
  try {
    return await revokeSessions(where, isNamed, at, async (stood, tx) => {
      const taken = await tx
        .insert(logoutTokens)
        .values({ idHash, expiresAt })
        .onConflictDoNothing()
        .returning({ idHash: logoutTokens.idHash })
      if (taken.length === 0) throw new TakenBefore()
      for (const [owner, count] of countByPerson(stood))
        await recordRevocation({ issuer, subject: owner }, 'provider', count, at, tx)
    })
  } catch (error) {
    if (error instanceof TakenBefore) return null
    throw error
  }
}

function countByPerson(rows: readonly { readonly subject: string }[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { subject } of rows) counts.set(subject, (counts.get(subject) ?? 0) + 1)
  return counts
}
