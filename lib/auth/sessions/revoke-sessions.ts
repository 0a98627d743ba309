import 'server-only'
import { and, eq, isNull, type SQL } from 'drizzle-orm'
import { recordEvent } from '../../audit/log/audit-log'
import { database, type Database } from '../../database/connection'
import { tryDatabase } from '../../database/outage'
import { sessions } from '../../database/schema'
import { keyedHash, randomId } from '../../platform/crypto'
import { env } from '../../platform/env'
import { fail, succeed, type Result } from '../../platform/result'
import type { Actor } from '../authorization/actor'
import { readBrowser, type Browser } from './browser-name'
import { can } from '../authorization/policy'
import { evictSessions } from './session-cache'
import { sessionsOf, isSessionActive } from './session-store'

type Row = typeof sessions.$inferSelect
type Owner = Pick<Row, 'issuer' | 'subject'>

/** One of a person's sign-ins, as they see it; times are ISO 8601 instants in UTC. */
export type OwnSession = Browser & {
  /** Finds it again among the same person's, and is good for nothing else. */
  readonly handle: string
  readonly signedInAt: string
  /** To the minute or so. */
  readonly lastSeenAt: string
  /** Whether it is the one that asks. */
  readonly isThis: boolean
}

/** The sign-ins of a person that stand at `at`: the one that asks first, then by when they were seen last; null while nobody can say. */
export async function listOwnSessions(actor: Actor, at: Date): Promise<OwnSession[] | null> {
  if (!can(actor, 'sign-ins:list:own', actor)) return []
  const rows = await tryDatabase(() => standingOf(actor, at), null)
  if (rows === null) return null
  const shown = rows.map((row) => ({
    ...readBrowser(row.browser),
    handle: handleOf(row),
    signedInAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    isThis: row.idHash === actor.signIn,
  }))
  return shown.toSorted(
    (one, other) =>
      Number(other.isThis) - Number(one.isThis) || (one.lastSeenAt < other.lastSeenAt ? 1 : -1),
  )
}

/** How many sign-ins of a person stand at `at`. */
export async function countActiveSessions(owner: Owner, at: Date): Promise<number> {
  return (await standingOf(owner, at)).length
}

async function standingOf(owner: Owner, at: Date): Promise<Row[]> {
  const rows = await database()
    .select()
    .from(sessions)
    .where(and(sessionsOf(owner), isNull(sessions.endedAt)))
  return rows.filter((row) => isSessionActive(row, at))
}

/** Not the hash itself: what a browser holds must not find a row by being put into a query. */
function handleOf({ idHash }: Pick<Row, 'idHash'>): string {
  return keyedHash(idHash, env().AUTH_SECRET, 'sign-in-handle').slice(0, 32)
}

/**
 * Ends one other sign-in of the actor's own; `not-found` when none of theirs that stands has this handle. The one that asks
 * is ended by signing out.
 */
export async function revokeOwnSession(
  actor: Actor,
  handle: string,
  at: Date,
): Promise<Result<void, { readonly code: 'not-allowed' | 'not-found' }>> {
  if (!can(actor, 'sign-ins:end:own', actor)) return fail({ code: 'not-allowed' })
  const found = (await standingOf(actor, at)).find((row) => handleOf(row) === handle)
  if (found === undefined || found.idHash === actor.signIn) return fail({ code: 'not-found' })
  const event = { type: 'sign-in-ended', version: 1, detail: { by: 'self', signIns: 1 } } as const
  const context = { actor, correlationId: randomId(), at }
  const ended = await revokeSessions(
    eq(sessions.idHash, found.idHash),
    (row) => row.idHash === found.idHash,
    at,
    async (stood, tx) => {
      if (stood.length > 0) await recordEvent(event, context, tx)
    },
  )
  return ended === 0 ? fail({ code: 'not-found' }) : succeed(undefined)
}

/** Ends all sign-ins of a person, as when they are disabled, on an operator's word; gives how many stood. */
export async function revokeAllSessionsOf(owner: Owner, at: Date): Promise<number> {
  return revokeSessions(sessionsOf(owner), isOwnedBy(owner), at, (stood, tx) =>
    recordRevocation(owner, 'operator', stood.length, at, tx),
  )
}

/** Ends everybody's sign-ins, as after an incident, on an operator's word; gives how many stood. */
export async function revokeEveryonesSessions(at: Date): Promise<number> {
  const actor = { issuer: 'recognize-portal', subject: 'end-sign-ins', role: 'system' } as const
  return revokeSessions(
    undefined,
    () => true,
    at,
    async (stood, tx) => {
      const detail = { signIns: stood.length }
      const context = { actor, correlationId: randomId(), at }
      await recordEvent({ type: 'all-sign-ins-ended', version: 1, detail }, context, tx)
    },
  )
}

/** Says in a person's own history who but them ended how many of their sign-ins. */
export async function recordRevocation(
  { issuer, subject }: Owner,
  by: 'provider' | 'operator',
  count: number,
  at: Date,
  within: Database,
): Promise<void> {
  // It stands with the person, so that erasing them leaves nobody's name behind; the portal did it, not they.
  const context = {
    actor: { issuer, subject, role: 'system' },
    correlationId: randomId(),
    at,
  } as const
  await recordEvent(
    { type: 'sign-in-ended', version: 1, detail: { by, signIns: count } },
    context,
    within,
  )
}

/** Whether a sign-in is that person's. */
export function isOwnedBy({ issuer, subject }: Owner): (row: Owner) => boolean {
  return (row) => row.issuer === issuer && row.subject === subject
}

/**
 * Ends what `where` finds, and `which` says the same of remembered ones, with what `also` has to say of those that stood, in
 * one transaction: from the next request on they are refused, by every replica. `also` records last. Gives how many stood.
 */
export async function revokeSessions(
  where: SQL | undefined,
  which: (row: Row) => boolean,
  at: Date,
  also: (stood: readonly Row[], within: Database) => Promise<void>,
): Promise<number> {
  // Before, in case that the database can't end them; after, for a request that noted one meanwhile.
  evictSessions(which)
  const count = await database().transaction(async (tx) => {
    const rows = await tx
      .update(sessions)
      .set({ endedAt: at })
      .where(and(where, isNull(sessions.endedAt)))
      .returning()
    const stood = rows.filter((row) => isSessionActive(row, at))
    await also(stood, tx)
    return stood.length
  })
  evictSessions(which)
  return count
}
