import 'server-only'
import { and, eq, inArray, isNull, lte, ne, or, sql, type SQL } from 'drizzle-orm'
import { sessions } from '../../database/schema'
import type { Account, Actor } from '../authorization/actor'
import { isSameAccount } from '../authorization/policy'
import type { StoredSession } from './session'

/**
 * Which sessions to select.
 * - `ids` those with these hashed ids
 * - `others` all of the actor's except the session of this request
 * - `owners` all of these people
 * - `everybody` all sessions
 * - `provider` those that a logout token names: by the provider's own session (hashed), by the person, or by both.
 *   `provenBy` leaves out sessions whose person authenticated later, unless the token names their provider session.
 */
export type SessionSelection =
  | { readonly kind: 'ids'; readonly idHashes: readonly string[] }
  | { readonly kind: 'others'; readonly actor: Pick<Actor, 'issuer' | 'subject' | 'sessionHash'> }
  | { readonly kind: 'owners'; readonly owners: readonly Account[] }
  | { readonly kind: 'everybody' }
  | {
      readonly kind: 'provider'
      readonly issuer: string
      readonly subject: string | null
      readonly providerSession: string | null
      readonly provenBy: Date
    }

// The two functions below say the same, one to the database and one of a row: change them together.

/** No condition would mean everybody. */
const NONE = sql`false`

/** The selected sessions, as a condition. */
export function selectionCondition(which: SessionSelection): SQL | undefined {
  switch (which.kind) {
    case 'ids':
      return which.idHashes.length === 0 ? NONE : inArray(sessions.idHash, [...which.idHashes])
    case 'others':
      return and(ownedBy(which.actor), ne(sessions.idHash, which.actor.sessionHash))
    case 'owners':
      return or(...which.owners.map(ownedBy)) ?? NONE
    case 'everybody':
      return undefined
    case 'provider': {
      const { issuer, subject, providerSession, provenBy } = which
      const isProven = or(isNull(sessions.authenticatedAt), lte(sessions.authenticatedAt, provenBy))
      return and(
        eq(sessions.issuer, issuer),
        subject === null ? undefined : eq(sessions.subject, subject),
        providerSession === null
          ? isProven
          : or(
              eq(sessions.providerSession, providerSession),
              // This provider's ID tokens name no session, so the token may mean any of the person's sessions. All of
              // them end.
              subject === null ? undefined : and(isNull(sessions.providerSession), isProven),
            ),
      )
    }
  }
}

/** Whether a session is selected. */
export function isSelected(row: StoredSession, which: SessionSelection): boolean {
  switch (which.kind) {
    case 'ids':
      return which.idHashes.includes(row.idHash)
    case 'others':
      return isSameAccount(row, which.actor) && row.idHash !== which.actor.sessionHash
    case 'owners':
      return which.owners.some((owner) => isSameAccount(row, owner))
    case 'everybody':
      return true
    case 'provider': {
      const { issuer, subject, providerSession, provenBy } = which
      if (row.issuer !== issuer || (subject !== null && row.subject !== subject)) return false
      const isProven = row.authenticatedAt === null || row.authenticatedAt <= provenBy
      if (providerSession === null) return isProven
      if (row.providerSession === providerSession) return true
      return subject !== null && row.providerSession === null && isProven
    }
  }
}

/** The sessions of one person, as a condition. */
export function ownedBy({ issuer, subject }: Account): SQL | undefined {
  return and(eq(sessions.issuer, issuer), eq(sessions.subject, subject))
}
