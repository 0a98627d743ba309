import 'server-only'
import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import { database } from '../database/connection'
import { activityEvents } from '../database/schema'
import { log } from '../platform/log'
import { activityEvent, type ActivityEvent } from './events'

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

/** Writes one entry; throws when the database can't, so that nothing is done that could not be recorded. */
export async function record(event: ActivityEvent, context: EntryContext): Promise<void> {
  await database()
    .insert(activityEvents)
    .values({
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

/** The entries of one undertaking about one of `userIds`, oldest first; empty when it belongs to somebody else. */
export async function entriesOf(
  correlationId: string,
  userIds: readonly string[],
): Promise<Entry[]> {
  const rows = await database()
    .select()
    .from(activityEvents)
    .where(
      and(
        eq(activityEvents.correlationId, correlationId),
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

/** The newest removal entries (intent and outcome) about `userIds`, newest first. */
export async function removalEntries(userIds: readonly string[], limit: number): Promise<Entry[]> {
  const rows = await database()
    .select()
    .from(activityEvents)
    .where(
      and(
        inArray(activityEvents.userId, [...userIds]),
        inArray(activityEvents.type, ['removal-intended', 'removal-finished']),
      ),
    )
    .orderBy(desc(activityEvents.id))
    .limit(limit)
  return readEntries(rows)
}
