import 'server-only'
import { and, isNull } from 'drizzle-orm'
import { database } from '../../database/connection'
import { tryDatabase } from '../../database/outage'
import { sessions } from '../../database/schema'
import { believedRows } from '../../database/sealed-rows'
import type { Transaction } from '../../database/transaction'
import { keyedHash } from '../../platform/crypto'
import { env } from '../../platform/env'
import { fail, succeed, type Result } from '../../platform/result'
import type { Account, Actor } from '../authorization/actor'
import { can } from '../authorization/policy'
import { readBrowser, type Browser } from './browser-name'
import { revokeSessions } from './revoke-sessions'
import { isSessionActive, type StoredSession } from './session'
import { ownedBy } from './session-selection'

/** One of a person's sessions, as they see it; times are ISO 8601 instants in UTC. */
export type OwnSession = Browser & {
  /** Finds the session again among the same person's sessions. It has no other use. */
  readonly handle: string
  readonly signedInAt: string
  /** To the minute or so. */
  readonly lastSeenAt: string
  /** Whether it is the session of this request. */
  readonly isThis: boolean
}

/** The active sessions of the actor at `at`: the one that asks first, then by last use; null while the database is away. */
export async function listOwnSessions(actor: Actor, at: Date): Promise<OwnSession[] | null> {
  if (!can(actor, 'sign-ins:list:own', actor)) return []
  const rows = await tryDatabase(() => activeSessions(actor, at), null)
  if (rows === null) return null
  const shown = rows.map((row) => ({
    ...readBrowser(row.browser),
    handle: handleOf(row),
    signedInAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    isThis: row.idHash === actor.sessionHash,
  }))
  return shown.toSorted(
    (one, other) =>
      Number(other.isThis) - Number(one.isThis) || (one.lastSeenAt < other.lastSeenAt ? 1 : -1),
  )
}

/** How many sessions of a person are active at `at`. */
export async function countActiveSessions(owner: Account, at: Date): Promise<number> {
  return (await activeSessions(owner, at)).length
}

/** Ends one other session of the actor’s own; `not-found` when no active one has this handle. */
export async function revokeOwnSession({
  actor,
  handle,
  at,
}: {
  readonly actor: Actor
  readonly handle: string
  readonly at: Date
}): Promise<Result<void, { readonly code: 'not-allowed' | 'not-found' }>> {
  if (!can(actor, 'sign-ins:end:own', actor)) return fail({ code: 'not-allowed' })
  const found = (await activeSessions(actor, at)).find((row) => handleOf(row) === handle)
  if (found === undefined || found.idHash === actor.sessionHash) return fail({ code: 'not-found' })
  const which = { kind: 'ids', idHashes: [found.idHash] } as const
  const revoked = await revokeSessions({ which, by: { kind: 'self', actor }, at })
  return revoked.length === 0 ? fail({ code: 'not-found' }) : succeed(undefined)
}

/** Ends all sessions of the actor but the one that asks; gives how many were active. */
export async function revokeOtherSessions({
  actor,
  at,
  within,
}: {
  readonly actor: Actor
  readonly at: Date
  readonly within?: Transaction
}): Promise<Result<number, { readonly code: 'not-allowed' }>> {
  if (!can(actor, 'sign-ins:end:own', actor)) return fail({ code: 'not-allowed' })
  const revoked = await revokeSessions({
    which: { kind: 'others', actor },
    by: { kind: 'self', actor },
    at,
    ...(within && { within }),
  })
  return succeed(revoked.length)
}

async function activeSessions(owner: Account, at: Date): Promise<StoredSession[]> {
  const rows = await database()
    .select()
    .from(sessions)
    .where(and(ownedBy(owner), isNull(sessions.endedAt)))
  const { issuer, subject } = owner
  return believedRows(sessions, rows, { issuer, subject }).filter((row) => isSessionActive(row, at))
}

/** Not the hash itself: what a browser holds must not find a row by being put into a query. */
function handleOf({ idHash }: Pick<StoredSession, 'idHash'>): string {
  return keyedHash(idHash, env().AUTH_SECRET, 'sign-in-handle').slice(0, 32)
}
