import 'server-only'
import { and, desc, eq, inArray, isNull, lt, lte, notInArray, sql, type SQL } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import { database } from '../../database/connection'
import { auditEntries, auditActors } from '../../database/schema'
import { findActor } from '../log/actors'
import type { ActorRole, Outcome } from '../events/events'

/** What to look for; everything that is given must be so. */
export type EntryFilter = {
  readonly actor?: { readonly issuer: string; readonly subject: string }
  /** What the chain calls whoever acted: finds what somebody did also once they were erased. */
  readonly actorName?: string
  readonly userId?: string
  readonly deviceId?: string
  readonly types?: readonly string[]
  readonly outcome?: Outcome
  /** When it was written: from this moment on, and before that one. */
  readonly from?: Date
  readonly to?: Date
}

/** An entry as it stands in the trail; its type and detail may be of a newer version than this one. */
export type ListedEntry = Omit<typeof auditEntries.$inferSelect, 'actor' | 'actorRole'> & {
  readonly actor: {
    /** What the chain calls whoever acted. */
    readonly name: string
    readonly role: ActorRole
    /** Who that is; null once they were erased. */
    readonly person: KnownActor | null
  }
}

/** Who is behind an actor of the trail. */
export type KnownActor = {
  readonly issuer: string
  readonly subject: string
  readonly displayName: string | null
}

/** Entries, newest first; `next` is the cursor of those that follow, null after the last. */
export type Page<Found> = { readonly entries: readonly Found[]; readonly next: number | null }

type Row = typeof auditEntries.$inferSelect

/**
 * The newest entries that the filter lets through, no more than `limit`, with numbers below `cursor`. What is written
 * meanwhile has higher numbers: no page repeats or leaves out an entry.
 */
export async function findEntries(
  filter: EntryFilter,
  cursor: number | null,
  limit: number,
): Promise<Page<ListedEntry>> {
  const where = await conditionsOf(filter)
  const rows = where && (await newest(where, filter.types, cursor, limit))
  return pageOf(await withPersons(rows ?? []), limit)
}

/**
 * Everything about somebody's own devices and sign-ins, newest first, also what others did. Who those are is not given,
 * only as what they acted. What the person did about others' devices is not theirs to see here.
 */
export async function personEntries(
  subject: {
    readonly issuer: string
    readonly subject: string
    readonly userIds: readonly string[]
  },
  cursor: number | null,
  limit: number,
): Promise<Page<PersonEntry>> {
  const self = (await findActor(subject, database()))?.actor ?? null
  const isOwnSignIn =
    self === null ? [] : [[eq(auditEntries.actor, self), isNull(auditEntries.userId), isNotAtDesk]]
  const about = subject.userIds.map((userId) => [eq(auditEntries.userId, userId)])
  const { entries, next } = pageOf(
    await newestOfAll([...about, ...isOwnSignIn], cursor, limit),
    limit,
  )
  return { entries: entries.map((row) => personEntryOf(row, self)), next }
}

const isNotAtDesk = notInArray(auditEntries.actorRole, ['support', 'auditor'] satisfies ActorRole[])

/** An entry as the person it is about sees it. */
export type PersonEntry = Omit<Row, 'actor' | 'actorRole' | 'hash'> & {
  /** As what whoever did it acted; `self` for the person. */
  readonly by: ActorRole | 'self'
}

function personEntryOf(
  { actor, actorRole, hash: _, ...entry }: Row,
  self: string | null,
): PersonEntry {
  // What the portal did about them stands under their name as well.
  const isByThem = actor === self && actorRole === 'person'
  return { ...entry, by: isByThem ? 'self' : (actorRole as ActorRole) }
}

function pageOf<Found extends { readonly id: number }>(
  entries: readonly Found[],
  limit: number,
): Page<Found> {
  return { entries, next: entries.length < limit ? null : (entries.at(-1)?.id ?? null) }
}

/** Null when nothing can fit: nobody of that name ever acted. */
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
  // Numbers and times run together, and pages are by number: a time is looked up once.
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

/** Type by type, each from the end of an index: together they would have to be sorted. */
function newest(
  conditions: readonly SQL[],
  types: readonly string[] | undefined,
  cursor: number | null,
  limit: number,
): Promise<Row[]> {
  const parts = types?.map((type) => [...conditions, eq(auditEntries.type, type)])
  return newestOfAll(parts ?? [[...conditions]], cursor, limit)
}

/** The newest rows for which all conditions of any of the lists hold. */
async function newestOfAll(
  lists: readonly (readonly SQL[])[],
  cursor: number | null,
  limit: number,
): Promise<Row[]> {
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

/** Who is behind some actors of the trail; whoever was erased is missing. */
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
    known.map(({ actor, issuer, subject, displayName }) => [
      actor,
      { issuer, subject, displayName },
    ]),
  )
}

async function withPersons(rows: readonly Row[]): Promise<ListedEntry[]> {
  const persons = await personsBehind([...new Set(rows.map(({ actor }) => actor))])
  return rows.map(({ actor: name, actorRole, ...entry }) => ({
    ...entry,
    actor: { name, role: actorRole as ActorRole, person: persons.get(name) ?? null },
  }))
}
