import 'server-only'
import { and, desc, eq, inArray, isNull, lt, lte, notInArray, sql, type SQL } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import type { Account, KnownAccount } from '../../auth/authorization/actor'
import { database } from '../../database/connection'
import { auditEntries, auditActors } from '../../database/schema'
import { findActor, isBelievedActor } from '../log/actors'
import type { ActorRole, Outcome } from '../events/events'

/** The conditions of a search. An entry must meet all of them. */
export type EntryFilter = {
  readonly actor?: Account
  /** The actor's name in the chain. It finds a person's entries even after their erasure. */
  readonly actorName?: string
  readonly userId?: string
  readonly deviceId?: string
  readonly types?: readonly string[]
  readonly outcome?: Outcome
  /** When it was written: from this moment on, and before that one. */
  readonly from?: Date
  readonly to?: Date
}

/** An entry as it is stored. Its type and detail may be of a newer version than this one. */
export type ListedEntry = Omit<typeof auditEntries.$inferSelect, 'actor' | 'actorRole'> & {
  readonly actor: {
    /** The random name of the actor. */
    readonly name: string
    readonly role: ActorRole
    /** The person; null once they were erased. */
    readonly person: KnownActor | null
  }
}

/** The person behind an actor. */
export type KnownActor = Account & { readonly displayName: string | null }

/** Entries, newest first; `next` is the cursor of those that follow, null after the last. */
export type Page<Found> = { readonly entries: readonly Found[]; readonly next: number | null }

type EntryRow = typeof auditEntries.$inferSelect

/** The newest entries that match the filter, `limit` at most, with numbers below `cursor`. */
export async function findEntries(
  filter: EntryFilter,
  cursor: number | null,
  limit: number,
): Promise<Page<ListedEntry>> {
  const where = await conditionsOf(filter)
  const rows = where && (await newest(where, filter.types, cursor, limit))
  return pageOf(await withPersons(rows ?? []), limit)
}

/** All entries about a person’s own devices and sessions, newest first, of every actor. */
export async function personEntries(
  subject: KnownAccount,
  cursor: number | null,
  limit: number,
): Promise<Page<PersonEntry>> {
  const self = (await findActor(subject, database()))?.actor ?? null
  const isOwnSession =
    self === null ? [] : [[eq(auditEntries.actor, self), isNull(auditEntries.userId), isNotByStaff]]
  const about = subject.userIds.map((userId) => [eq(auditEntries.userId, userId)])
  const rows = await newestOfAll([...about, ...isOwnSession], cursor, limit)
  const { entries, next } = pageOf(rows, limit)
  return { entries: entries.map((row) => personEntryOf(row, self)), next }
}

const STAFF = ['support', 'auditor'] as const satisfies readonly ActorRole[]
const isNotByStaff = notInArray(auditEntries.actorRole, [...STAFF])

/** An entry as the person it is about sees it. */
export type PersonEntry = Omit<EntryRow, 'actor' | 'actorRole' | 'hash'> & {
  /** The role of the actor; `self` for the person. */
  readonly by: ActorRole | 'self'
}

function personEntryOf(
  { actor, actorRole, hash: _, ...entry }: EntryRow,
  self: string | null,
): PersonEntry {
  // What the portal did about them has their name as actor too.
  const isByThem = actor === self && actorRole === 'person'
  return { ...entry, by: isByThem ? 'self' : (actorRole as ActorRole) }
}

function pageOf<Found extends { readonly id: number }>(
  entries: readonly Found[],
  limit: number,
): Page<Found> {
  return { entries, next: entries.length < limit ? null : (entries.at(-1)?.id ?? null) }
}

/** Null when no entry can match: the actor never acted. */
async function conditionsOf(filter: EntryFilter): Promise<SQL[] | null> {
  const { actor, actorName, userId, deviceId, outcome, from, to } = filter
  const conditions: (SQL | undefined)[] = []
  if (actor) {
    const known = await findActor(actor, database())
    if (known === null) return null
    conditions.push(eq(auditEntries.actor, known.actor))
  }
  if (actorName !== undefined) conditions.push(eq(auditEntries.actor, actorName))
  if (userId !== undefined) conditions.push(eq(auditEntries.userId, userId))
  if (deviceId !== undefined) conditions.push(eq(auditEntries.deviceId, deviceId))
  if (outcome !== undefined) conditions.push(eq(auditEntries.outcome, outcome))
  // Numbers grow with times, and pages are by number: a time is looked up once.
  if (from) conditions.push(sql`${auditEntries.id} > ${(await lastBefore(from)) ?? 0}`)
  if (to) conditions.push(lte(auditEntries.id, (await lastBefore(to)) ?? 0))
  return conditions.filter((condition) => condition !== undefined)
}

/** The number of the last entry that was written before a moment. */
async function lastBefore(moment: Date): Promise<number | null> {
  const [row] = await database()
    .select({ id: auditEntries.id })
    .from(auditEntries)
    .where(lt(auditEntries.recordedAt, moment))
    .orderBy(desc(auditEntries.recordedAt), desc(auditEntries.id))
    .limit(1)
  return row?.id ?? null
}

/** One selection for each type, each from the end of an index: together they would have to be sorted. */
function newest(
  conditions: readonly SQL[],
  types: readonly string[] | undefined,
  cursor: number | null,
  limit: number,
): Promise<EntryRow[]> {
  const parts = types?.map((type) => [...conditions, eq(auditEntries.type, type)])
  return newestOfAll(parts ?? [[...conditions]], cursor, limit)
}

/** The newest rows for which all conditions of any of the lists hold. */
async function newestOfAll(
  lists: readonly (readonly SQL[])[],
  cursor: number | null,
  limit: number,
): Promise<EntryRow[]> {
  const isBelow = cursor === null ? undefined : lt(auditEntries.id, cursor)
  const select = (conditions: readonly SQL[]) =>
    database()
      .select()
      .from(auditEntries)
      .where(and(isBelow, ...conditions))
      .orderBy(desc(auditEntries.id))
      .limit(limit)
  const [first, second, ...more] = lists.map(select)
  if (!first) return []
  if (!second) return first
  return unionAll(first, second, ...more)
    .orderBy(sql`id desc`)
    .limit(limit)
}

/** The persons behind some actors; those who were erased are missing, and those whose row somebody wrote. */
export async function personsBehind(
  names: readonly string[],
): Promise<ReadonlyMap<string, KnownActor>> {
  const known = names.length
    ? await database()
        .select()
        .from(auditActors)
        .where(inArray(auditActors.actor, [...names]))
    : []
  return new Map(
    known
      .filter(isBelievedActor)
      .map(({ actor, issuer, subject, displayName }) => [actor, { issuer, subject, displayName }]),
  )
}

async function withPersons(rows: readonly EntryRow[]): Promise<ListedEntry[]> {
  const persons = await personsBehind([...new Set(rows.map(({ actor }) => actor))])
  return rows.map(({ actor: name, actorRole, ...entry }) => ({
    ...entry,
    actor: { name, role: actorRole as ActorRole, person: persons.get(name) ?? null },
  }))
}
