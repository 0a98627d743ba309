import 'server-only'
import type { sessions } from '../../database/schema'
import { keyedHash, sha256 } from '../../platform/crypto'
import { env } from '../../platform/env'
import { ROLES, type Account, type Actor, type Role } from '../authorization/actor'
import { meetsAssurance, staffAssurance } from '../step-up/freshness'

export type StoredSession = typeof sessions.$inferSelect

/** A portal session. `recalled`: from the cache, because the database is unavailable. It allows only reading. */
export type Session = StoredSession & { readonly recalled: boolean }

/** What decides which roles a session gives, and so which limits it has. */
type Graded = Pick<StoredSession, 'roles' | 'acr' | 'amr'>

/** How the random id of a session, and the provider's own, are kept (hex). */
export function hashSessionId(id: string): string {
  return sha256(id).toString('hex')
}

/**
 * Says for whom a page was made. Each of their pages carries it, and it opens nothing. It is the person's and not the
 * session's: a confirmation replaces the session, and the person's other tabs stay good.
 */
export function pageStampOf({ issuer, subject }: Account): string {
  return keyedHash(JSON.stringify([issuer, subject]), env().AUTH_SECRET, 'page-stamp')
}

/** Whether a session that wasn't ended is neither too old nor idle for too long at `at`, by the limits of its roles. */
export function isSessionActive(
  row: Pick<StoredSession, 'lastSeenAt' | 'expiresAt'> & Graded,
  at: Date,
): boolean {
  return isWithinLimits(row, at, sessionLimits(row).idleSeconds)
}

/** Whether `at` lies before the end of a session, and less than `idleSeconds` after its last use. */
export function isWithinLimits(
  row: Pick<StoredSession, 'lastSeenAt' | 'expiresAt'>,
  at: Date,
  idleSeconds: number,
): boolean {
  return (
    at < row.expiresAt && at.getTime() - row.lastSeenAt.getTime() < Math.max(idleSeconds, 1) * 1000
  )
}

/** How long a session lasts. A role shows other people's devices, so a session with one ends sooner. */
export function sessionLimits(row: Graded): {
  readonly idleSeconds: number
  readonly maxSeconds: number
} {
  const settings = env()
  return rolesOf(row).length > 0
    ? { idleSeconds: settings.STAFF_IDLE_SECONDS, maxSeconds: settings.STAFF_MAX_SECONDS }
    : { idleSeconds: settings.SESSION_IDLE_SECONDS, maxSeconds: settings.SESSION_MAX_SECONDS }
}

function statedRoles({ roles }: Pick<StoredSession, 'roles'>): Role[] {
  return roles.filter((role): role is Role => ROLES.includes(role as Role))
}

/** The roles that a session gives: those that the provider states, if the sign-in was of the assurance that staff need. */
export function rolesOf(row: Graded): Role[] {
  return meetsAssurance(row, staffAssurance()) ? statedRoles(row) : []
}

/** The roles that a session would give, had its sign-in been of the assurance that staff need. */
export function withheldRoles(row: Session): Role[] {
  return row.recalled || meetsAssurance(row, staffAssurance()) ? [] : statedRoles(row)
}

/** The actor of an active session. */
export function actorOfSession(row: Session): Actor {
  const { issuer, subject, displayName, idHash } = row
  // Roles may have been withdrawn since a session was cached.
  const roles = row.recalled ? [] : rolesOf(row)
  return { issuer, subject, displayName, roles, sessionHash: idHash }
}
