import 'server-only'
import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import { database, type Database } from '../database/connection'
import { activityEvents } from '../database/schema'
import { log } from '../platform/log'
import { activityEvent, type ActivityEvent, type ActivityEventType } from './events'

/** Who, whom, what and when of one entry. */
export type EntryContext = {
  readonly actor: { readonly issuer: string; readonly subject: string }
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

/**
 * Writes one entry; throws when the database can't, so that nothing is done that could not be recorded.
 * Inside a transaction, hand that over as `within`.
 */
export async function record(
  event: ActivityEvent,
  context: EntryContext,
  within: Database = database(),
): Promise<void> {
  await within.insert(activityEvents).values({
    at: context.at,
    type: event.type,
    correlationId: context.correlationId,
    actorIssuer: context.actor.issuer,
    actorSubject: context.actor.subject,
    userId: context.userId ?? null,
    deviceId: context.deviceId ?? null,
    version: event.version,
    detail: event.detail,
  })
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
