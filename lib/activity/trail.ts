import 'server-only'
import { and, asc, desc, eq, inArray, is } from 'drizzle-orm'
import { PgTransaction } from 'drizzle-orm/pg-core'
import { database, type Database } from '../database/connection'
import { isDeadlock } from '../database/outage'
import { activityEvents } from '../database/schema'
import { log } from '../platform/log'
import { turnsFor } from '../platform/turns'
import type { Person } from './actors'
import { append, type NewEntry } from './chain'
import {
  activityEvent,
  outcomeOf,
  type ActivityEvent,
  type ActivityEventType,
  type ActorRole,
} from './events'

/** Who, whom, what and when of one entry. */
export type EntryContext = {
  /** Acts as a person unless `role` says otherwise. */
  readonly actor: Person & { readonly role?: ActorRole }
  readonly correlationId: string
  readonly at: Date
  /** The Recognize user and device the entry is about, when it is about one. */
  readonly userId?: string
  readonly deviceId?: string
}

export type Entry = ActivityEvent & {
  readonly at: Date
  readonly correlationId: string
  readonly userId: string | null
  readonly deviceId: string | null
}

/** Entries wait for each other anyway; they should not do so on all connections of the pool. */
const inTurn = turnsFor(4)

/**
 * Appends one entry to the chain; throws when the database can't, so that nothing is done that could not be recorded.
 * Inside a transaction, hand that over as `within`, and lock no more rows afterwards: the head of the chain is held
 * from here to the end of the transaction.
 */
export async function record(
  event: ActivityEvent,
  context: EntryContext,
  within: Database = database(),
): Promise<void> {
  const { actor, userId = null, deviceId = null, at, correlationId } = context
  const facts = { ...event, outcome: outcomeOf(event), role: actor.role ?? 'person' }
  const entry = { ...facts, at, correlationId, actor, userId, deviceId }
  if (is(within, PgTransaction)) await append([entry], within)
  else await inTurn(() => appendAlone(entry, within))
}

async function appendAlone(entry: NewEntry, within: Database): Promise<void> {
  const work = () => within.transaction((tx) => append([entry], tx))
  try {
    await work()
  } catch (error) {
    if (!isDeadlock(error)) throw error
    await work()
  }
}

type Row = typeof activityEvents.$inferSelect

/** The entries that this version understands; a newer replica may have written others, and they must not take a page away. */
function readEntries(rows: readonly Row[]): Entry[] {
  return rows.flatMap((row) => {
    const event = activityEvent.safeParse(row)
    if (!event.success) {
      log().warn({ entry: row.id }, 'an entry of the trail is not understood')
      return []
    }
    const { at, correlationId, userId, deviceId } = row
    return [{ ...event.data, at, correlationId, userId, deviceId }]
  })
}

/** The entries of some undertakings about `userIds`, oldest first; empty when they belong to somebody else. */
export async function entriesOf(
  correlationIds: readonly string[],
  userIds: readonly string[],
  within: Database = database(),
): Promise<Entry[]> {
  const rows = await within
    .select()
    .from(activityEvents)
    .where(
      and(
        inArray(activityEvents.correlationId, [...correlationIds]),
        inArray(activityEvents.userId, [...userIds]),
      ),
    )
    .orderBy(asc(activityEvents.id))
  return readEntries(rows)
}

/** The newest entries about one device of one of `userIds`, newest first. */
export async function entriesAboutDevice(
  deviceId: string,
  userIds: readonly string[],
  limit: number,
): Promise<Entry[]> {
  const rows = await database()
    .select()
    .from(activityEvents)
    .where(and(eq(activityEvents.deviceId, deviceId), inArray(activityEvents.userId, [...userIds])))
    .orderBy(desc(activityEvents.id))
    .limit(limit)
  return readEntries(rows)
}

const REMOVAL_TYPES = [
  'removal-by-support',
  'removal-held',
  'removal-cancelled',
  'removal-abandoned',
  'removal-refused',
  'removal-intended',
  'removal-finished',
] as const satisfies readonly ActivityEventType[]

/** The newest entries about removals of `userIds`, newest first. */
export async function removalEntries(userIds: readonly string[], limit: number): Promise<Entry[]> {
  const rows = await database()
    .select()
    .from(activityEvents)
    .where(
      and(
        inArray(activityEvents.userId, [...userIds]),
        inArray(activityEvents.type, [...REMOVAL_TYPES]),
      ),
    )
    .orderBy(desc(activityEvents.id))
    .limit(limit)
  return readEntries(rows)
}
