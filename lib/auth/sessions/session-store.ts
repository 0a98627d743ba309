import 'server-only'
import { and, desc, eq, gt, inArray, isNull, ne, type SQL } from 'drizzle-orm'
import { database, type Database } from '../../database/connection'
import { DatabaseOutage, tryDatabase } from '../../database/outage'
import { sessions } from '../../database/schema'
import { randomToken, seal, sha256 } from '../../platform/crypto'
import { env } from '../../platform/env'
import { ROLES, type Actor, type Role } from '../authorization/actor'
import type { SignedInPerson } from '../oidc/id-token'
import { rememberUserIds } from './people'
import { evictSessions, cacheSession, cachedSession } from './session-cache'
import { meetsAssurance, staffAssurance } from '../step-up/freshness'

export const ID_TOKEN_PURPOSE = 'id-token'
const TOUCH_EVERY_MS = 60_000
/** At most a tenth of the idle limit goes by unnoticed. */
const TOUCHES_PER_LIMIT = 10

type Row = typeof sessions.$inferSelect

/** A portal sign-in. `recalled`: from memory, because the database can't be asked; enough for reading, for nothing else. */
export type Session = Row & { readonly recalled: boolean }

/** What is kept of a sign-in's random id (hex). */
export function hashSessionId(id: string): string {
  return sha256(id).toString('hex')
}

/** How many sign-ins of one person stand at once; a further one ends the one that was idle the longest. */
export const MOST_SESSIONS = 50

/**
 * Opens a portal sign-in, in a `browser` as `browserOf` names it; gives the random id that goes into the person's cookie and
 * is kept nowhere else.
 */
export async function createSession(
  person: SignedInPerson,
  idToken: string,
  at: Date,
  browser: string | null = null,
): Promise<string> {
  const id = randomToken()
  await database()
    .insert(sessions)
    .values({
      idHash: hashSessionId(id),
      issuer: person.issuer,
      subject: person.subject,
      displayName: person.displayName,
      roles: person.roles,
      claimedUserId: person.claimedUserId,
      externalUserId: person.externalUserId,
      sealedIdToken: seal(idToken, env().AUTH_SECRET, ID_TOKEN_PURPOSE),
      authenticatedAt: person.authenticatedAt,
      acr: person.acr,
      amr: person.amr,
      providerSession:
        person.providerSession === null ? null : hashSessionId(person.providerSession),
      browser,
      createdAt: at,
      lastSeenAt: at,
      expiresAt: new Date(at.getTime() + limitsOf(person).maxSeconds * 1000),
    })
  await revokeTooMany(person, at)
  return id
}

async function revokeTooMany(
  person: Pick<SignedInPerson, 'issuer' | 'subject'>,
  at: Date,
): Promise<void> {
  const open = and(sessionsOf(person), isNull(sessions.endedAt))
  const tooMany = database()
    .select({ idHash: sessions.idHash })
    .from(sessions)
    .where(and(open, gt(sessions.expiresAt, at)))
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.createdAt))
    .offset(MOST_SESSIONS)
  const ended = await database()
    .update(sessions)
    .set({ endedAt: at })
    .where(inArray(sessions.idHash, tooMany))
    .returning({ idHash: sessions.idHash })
  const hashes = new Set(ended.map(({ idHash }) => idHash))
  if (hashes.size > 0) evictSessions((row) => hashes.has(row.idHash))
}

/** The sign-ins of a person, as a condition. */
export function sessionsOf({ issuer, subject }: Pick<Row, 'issuer' | 'subject'>): SQL | undefined {
  return and(eq(sessions.issuer, issuer), eq(sessions.subject, subject))
}

/**
 * The sign-in of a cookie's id if it still stands: not ended, not idle for too long, not too old. Notes that it was seen.
 * While the database can't be used, one that it confirmed minutes ago is recalled; without one it throws.
 */
export async function findSession(id: string, at: Date): Promise<Session | null> {
  const signIn = await peekSession(id, at)
  if (signIn === null || signIn.recalled) return signIn
  const idleMs = limitsOf(signIn).idleSeconds * 1000
  const touchEvery = Math.min(TOUCH_EVERY_MS, idleMs / TOUCHES_PER_LIMIT)
  if (at.getTime() - signIn.lastSeenAt.getTime() >= touchEvery)
    // Reading goes on where nothing can be written: the person is then idle a little sooner.
    await tryDatabase(() => touch(signIn.idHash, at), undefined)
  return signIn
}

/** As {@link findSession}, for what goes on without the person: nothing is noted, so that the idle time runs. */
export async function peekSession(id: string, at: Date): Promise<Session | null> {
  const idHash = hashSessionId(id)
  const rows = await tryDatabase(
    () =>
      database()
        .select()
        .from(sessions)
        .where(and(eq(sessions.idHash, idHash), isNull(sessions.endedAt))),
    null,
  )
  if (rows === null) {
    const row = cachedSession(idHash, at)
    if (row === null) throw new DatabaseOutage('the database can’t be asked who is signed in')
    return isSessionActive(row, at) ? { ...row, recalled: true } : null
  }
  const [row] = rows
  if (!row || !isSessionActive(row, at)) return null
  cacheSession(row, at)
  return { ...row, recalled: false }
}

async function touch(idHash: string, at: Date): Promise<void> {
  await database().update(sessions).set({ lastSeenAt: at }).where(eq(sessions.idHash, idHash))
}

/** Whether a sign-in stands at a moment. */
export function isWithinLimits(
  row: Pick<Row, 'lastSeenAt' | 'expiresAt'>,
  at: Date,
  idleSeconds: number,
): boolean {
  return (
    at < row.expiresAt && at.getTime() - row.lastSeenAt.getTime() < Math.max(idleSeconds, 1) * 1000
  )
}

/** Whether a sign-in that wasn't ended still stands at a moment, by the limits of whoever it is. */
export function isSessionActive(
  row: Pick<Row, 'lastSeenAt' | 'expiresAt'> & Graded,
  at: Date,
): boolean {
  return isWithinLimits(row, at, limitsOf(row).idleSeconds)
}

/** How long a sign-in lasts: whoever has a role can see other people's devices, so theirs ends sooner. */
function limitsOf(row: Graded): { idleSeconds: number; maxSeconds: number } {
  const { SESSION_IDLE_SECONDS, SESSION_MAX_SECONDS, STAFF_IDLE_SECONDS, STAFF_MAX_SECONDS } = env()
  const [idle, max] =
    rolesOf(row).length > 0 ? [STAFF_IDLE_SECONDS, STAFF_MAX_SECONDS] : [Infinity, Infinity]
  return {
    idleSeconds: Math.min(SESSION_IDLE_SECONDS, idle),
    maxSeconds: Math.min(SESSION_MAX_SECONDS, max),
  }
}

type Graded = Pick<Row, 'roles' | 'acr' | 'amr'>

function statedRoles({ roles }: Pick<Row, 'roles'>): Role[] {
  return roles.filter((role): role is Role => ROLES.includes(role as Role))
}

/** The roles that a sign-in gives: those that the provider states, if it was also of the kind that staff need. */
export function rolesOf(row: Graded): Role[] {
  return meetsAssurance(row, staffAssurance()) ? statedRoles(row) : []
}

/** The roles that a sign-in would give, had it been of the kind that staff need. */
export function withheldRoles(row: Session): Role[] {
  return row.recalled || meetsAssurance(row, staffAssurance()) ? [] : statedRoles(row)
}

/** The actor of a standing sign-in. */
export function actorOfSession(row: Session): Actor {
  const { issuer, subject, displayName, idHash } = row
  // Of a sign-in that is only recalled nobody can say whether its roles still stand.
  const roles = row.recalled ? [] : rolesOf(row)
  return { issuer, subject, displayName, roles, signIn: idHash }
}

/** Ends one sign-in, by its hashed id: its cookie is worthless from the next request on. */
export async function revokeSession(idHash: string, at: Date): Promise<void> {
  const end = () =>
    database()
      .update(sessions)
      .set({ endedAt: at })
      .where(and(eq(sessions.idHash, idHash), isNull(sessions.endedAt)))
  await forgetting((row) => row.idHash === idHash, end)
}

/** Forgets sign-ins that end: first, in case that the database can't end them, and once more for a request that noted one meanwhile. */
async function forgetting<Ended>(
  which: (row: Row) => boolean,
  end: () => Promise<Ended>,
): Promise<Ended> {
  evictSessions(which)
  const ended = await end()
  evictSessions(which)
  return ended
}

const isOwn =
  ({ issuer, subject }: Pick<Actor, 'issuer' | 'subject'>) =>
  (row: Row) =>
    row.issuer === issuer && row.subject === subject

/** Forgets what is remembered of a person's sign-ins: for after a transaction in which some of them ended. */
export function evictOwnSessions(actor: Pick<Actor, 'issuer' | 'subject'>): void {
  evictSessions(isOwn(actor))
}

/** Ends every other sign-in of the same person; gives how many of them still stood. */
export async function revokeOtherSessionRows(
  actor: Actor,
  at: Date,
  within: Database = database(),
): Promise<number> {
  const end = () =>
    within
      .update(sessions)
      .set({ endedAt: at })
      .where(and(sessionsOf(actor), ne(sessions.idHash, actor.signIn), isNull(sessions.endedAt)))
      .returning({
        lastSeenAt: sessions.lastSeenAt,
        expiresAt: sessions.expiresAt,
        roles: sessions.roles,
        acr: sessions.acr,
        amr: sessions.amr,
      })
  const ended = await forgetting(isOwn(actor), end)
  return ended.filter((row) => isSessionActive(row, at)).length
}

/** Remembers on the sign-in, and of the person, which Recognize users the look-up found, so that nobody needs to ask again. */
export async function rememberFoundUserIds(
  { idHash, issuer, subject }: Pick<Session, 'idHash' | 'issuer' | 'subject'>,
  found: string[],
  all: readonly string[],
  at: Date,
): Promise<void> {
  await database()
    .update(sessions)
    .set({ foundUserIds: found, foundAt: at })
    .where(eq(sessions.idHash, idHash))
  if (all.length > 0) await rememberUserIds({ issuer, subject }, all)
}
