import 'server-only'
import { isDatabaseOutage } from '../../database/outage'
import { logoutTokens } from '../../database/schema'
import { inTransaction } from '../../database/transaction'
import { env } from '../../platform/env'
import { log } from '../../platform/log'
import { fail, succeed, type Result } from '../../platform/result'
import { acceptedAlgorithms, isProvidersFault } from './claims'
import { revokeSessions } from '../sessions/revoke-sessions'
import { hashSessionId } from '../sessions/session'
import { evictSessions } from '../sessions/session-cache'
import { isSelected } from '../sessions/session-selection'
import { readLogoutToken, type LogoutToken } from './logout-token'
import { providerKeys } from './provider'

/** `not-valid` the token is no good, or was taken before · `unavailable` it could not be checked, or nothing could be written: the same token is good later */
export type LogoutError = { readonly code: 'not-valid' | 'unavailable' }

/** Ends, once, the portal sessions that a logout token of the provider names; gives how many were active. */
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
        algorithms: acceptedAlgorithms(),
        type: AUTH_OIDC_LOGOUT_TOKEN_TYPE,
      },
      at,
    )
    const revoked = read && (await revokeNamed(read, at))
    if (revoked !== null) return succeed(revoked)
    return fail({ code: 'not-valid' })
  } catch (err) {
    if (!isProvidersFault(err) && !isDatabaseOutage(err)) throw err
    log().warn({ err }, 'a logout token could not be taken')
    return fail({ code: 'unavailable' })
  }
}

/** Null when the token was taken before: sessions opened since then stay. */
async function revokeNamed(token: LogoutToken, at: Date): Promise<number | null> {
  const { issuer, subject, session, issuedAt, idHash, expiresAt } = token
  const which = {
    kind: 'provider',
    issuer,
    subject,
    providerSession: session === null ? null : hashSessionId(session),
    // By the provider's own clock. A late token doesn't end a session whose person has authenticated again since.
    provenBy: issuedAt,
  } as const
  // Before the transaction, in case the database can't begin one: what the provider has ended is not recalled any more.
  evictSessions((row) => isSelected(row, which))
  return inTransaction(async (within) => {
    const taken = await within
      .insert(logoutTokens)
      .values({ idHash, expiresAt })
      .onConflictDoNothing()
      .returning({ idHash: logoutTokens.idHash })
    if (taken.length === 0) return null
    const revoked = await revokeSessions({ which, by: { kind: 'provider' }, at, within })
    return revoked.length
  })
}
