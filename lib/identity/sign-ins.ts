import 'server-only'
import { and, desc, eq, gt, inArray, isNull, ne, type SQL } from 'drizzle-orm'
import { database, type Database } from '../database/connection'
import { DatabaseOutage, tryDatabase } from '../database/outage'
import { signIns } from '../database/schema'
import { randomToken, seal, sha256 } from '../platform/crypto'
import { env } from '../platform/env'
import { ROLES, type Actor, type Role } from './actor'
import type { Person } from './id-token'
import { rememberUserIds } from './people'
import { forgetSignIns, noteSignIn, recallSignIn } from './recent-sign-ins'
import { isOfKind, staffKind } from './step-up'

export const ID_TOKEN_PURPOSE = 'id-token'
const TOUCH_EVERY_MS = 60_000
/** At most a tenth of the idle limit goes by unnoticed. */
const TOUCHES_PER_LIMIT = 10

type Row = typeof signIns.$inferSelect

/** A portal sign-in. `recalled`: from memory, because the database can't be asked; enough for reading, for nothing else. */
export type SignIn = Row & { readonly recalled: boolean }

/** What is kept of a sign-in's random id (hex). */
export function hashOfId(id: string): string {
  return sha256(id).toString('hex')
}

/** How many sign-ins of one person stand at once; a further one ends the one that was idle the longest. */
export const MOST_AT_ONCE = 50

/**
 * Opens a portal sign-in, in a `browser` as `browserOf` names it; gives the random id that goes into the person's cookie and
 * is kept nowhere else.
 */
export async function openSignIn(
  person: Person,
  idToken: string,
  at: Date,
  browser: string | null = null,
): Promise<string> {
  const id = randomToken()
  await database()
    .insert(signIns)
    .values({
      idHash: hashOfId(id),
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
      providerSession: person.providerSession === null ? null : hashOfId(person.providerSession),
      browser,
      createdAt: at,
      lastSeenAt: at,
      expiresAt: new Date(at.getTime() + limitsOf(person).maxSeconds * 1000),
    })
  await endTooMany(person, at)
  return id
}

async function endTooMany(person: Pick<Person, 'issuer' | 'subject'>, at: Date): Promise<void> {
  const open = and(isOf(person), isNull(signIns.endedAt))
  const tooMany = database()
    .select({ idHash: signIns.idHash })
    .from(signIns)
    .where(and(open, gt(signIns.expiresAt, at)))
    .orderBy(desc(signIns.lastSeenAt), desc(signIns.createdAt))
    .offset(MOST_AT_ONCE)
  const ended = await database()
    .update(signIns)
    .set({ endedAt: at })
    .where(inArray(signIns.idHash, tooMany))
    .returning({ idHash: signIns.idHash })
  const hashes = new Set(ended.map(({ idHash }) => idHash))
  if (hashes.size > 0) forgetSignIns((row) => hashes.has(row.idHash))
}

/** The sign-ins of a person, as a condition. */
export function isOf({ issuer, subject }: Pick<Row, 'issuer' | 'subject'>): SQL | undefined {
  return and(eq(signIns.issuer, issuer), eq(signIns.subject, subject))
}

/**
 * The sign-in of a cookie's id if it still stands: not ended, not idle for too long, not too old. Notes that it was seen.
 * While the database can't be used, one that it confirmed minutes ago is recalled; without one it throws.
 */
export async function findSignIn(id: string, at: Date): Promise<SignIn | null> {
  const signIn = await lookAtSignIn(id, at)
  if (signIn === null || signIn.recalled) return signIn
  const idleMs = limitsOf(signIn).idleSeconds * 1000
  const touchEvery = Math.min(TOUCH_EVERY_MS, idleMs / TOUCHES_PER_LIMIT)
  if (at.getTime() - signIn.lastSeenAt.getTime() >= touchEvery)
    // Reading goes on where nothing can be written: the person is then idle a little sooner.
    await tryDatabase(() => touch(signIn.idHash, at), undefined)
  return signIn
}

/** As {@link findSignIn}, for what goes on without the person: nothing is noted, so that the idle time runs. */
export async function lookAtSignIn(id: string, at: Date): Promise<SignIn | null> {
  const idHash = hashOfId(id)
  const rows = await tryDatabase(
    () =>
      database()
        .select()
        .from(signIns)
        .where(and(eq(signIns.idHash, idHash), isNull(signIns.endedAt))),
    null,
  )
  if (rows === null) {
    const row = recallSignIn(idHash, at)
    if (row === null) throw new DatabaseOutage('the database can’t be asked who is signed in')
    return isStanding(row, at) ? { ...row, recalled: true } : null
  }
  const [row] = rows
  if (!row || !isStanding(row, at)) return null
  noteSignIn(row, at)
  return { ...row, recalled: false }
}

async function touch(idHash: string, at: Date): Promise<void> {
  await database().update(signIns).set({ lastSeenAt: at }).where(eq(signIns.idHash, idHash))
}

/** Whether a sign-in stands at a moment. */
export function stands(
  row: Pick<Row, 'lastSeenAt' | 'expiresAt'>,
  at: Date,
  idleSeconds: number,
): boolean {
  return (
    at < row.expiresAt && at.getTime() - row.lastSeenAt.getTime() < Math.max(idleSeconds, 1) * 1000
  )
}

/** Whether a sign-in that wasn't ended still stands at a moment, by the limits of whoever it is. */
export function isStanding(row: Pick<Row, 'lastSeenAt' | 'expiresAt'> & Graded, at: Date): boolean {
  return stands(row, at, limitsOf(row).idleSeconds)
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
  return isOfKind(row, staffKind()) ? statedRoles(row) : []
}

/** The roles that a sign-in would give, had it been of the kind that staff need. */
export function withheldRoles(row: SignIn): Role[] {
  return row.recalled || isOfKind(row, staffKind()) ? [] : statedRoles(row)
}

/** The actor of a standing sign-in. */
export function actorOf(row: SignIn): Actor {
  const { issuer, subject, displayName, idHash } = row
  // Of a sign-in that is only recalled nobody can say whether its roles still stand.
  const roles = row.recalled ? [] : rolesOf(row)
  return { issuer, subject, displayName, roles, signIn: idHash }
}

/** Ends one sign-in, by its hashed id: its cookie is worthless from the next request on. */
export async function endSignIn(idHash: string, at: Date): Promise<void> {
  const end = () =>
    database()
      .update(signIns)
      .set({ endedAt: at })
      .where(and(eq(signIns.idHash, idHash), isNull(signIns.endedAt)))
  await forgetting((row) => row.idHash === idHash, end)
}

/** Forgets sign-ins that end: first, in case that the database can't end them, and once more for a request that noted one meanwhile. */
async function forgetting<Ended>(
  which: (row: Row) => boolean,
  end: () => Promise<Ended>,
): Promise<Ended> {
  forgetSignIns(which)
  const ended = await end()
  forgetSignIns(which)
  return ended
}

const isOwn =
  ({ issuer, subject }: Pick<Actor, 'issuer' | 'subject'>) =>
  (row: Row) =>
    row.issuer === issuer && row.subject === subject

/** Forgets what is remembered of a person's sign-ins: for after a transaction in which some of them ended. */
export function forgetOwnSignIns(actor: Pick<Actor, 'issuer' | 'subject'>): void {
  forgetSignIns(isOwn(actor))
}

/** Ends every other sign-in of the same person; gives how many of them still stood. */
export async function endOtherSignIns(
  actor: Actor,
  at: Date,
  within: Database = database(),
): Promise<number> {
  const end = () =>
    within
      .update(signIns)
      .set({ endedAt: at })
      .where(and(isOf(actor), ne(signIns.idHash, actor.signIn), isNull(signIns.endedAt)))
      .returning({
        lastSeenAt: signIns.lastSeenAt,
        expiresAt: signIns.expiresAt,
        roles: signIns.roles,
        acr: signIns.acr,
        amr: signIns.amr,
      })
  const ended = await forgetting(isOwn(actor), end)
  return ended.filter((row) => isStanding(row, at)).length
}

/** Remembers on the sign-in, and of the person, which Recognize users the look-up found, so that nobody needs to ask again. */
export async function rememberFoundUserIds(
  { idHash, issuer, subject }: Pick<SignIn, 'idHash' | 'issuer' | 'subject'>,
  found: string[],
  all: readonly string[],
  at: Date,
): Promise<void> {
  await database()
    .update(signIns)
    .set({ foundUserIds: found, foundAt: at })
    .where(eq(signIns.idHash, idHash))
  if (all.length > 0) await rememberUserIds({ issuer, subject }, all)
}
