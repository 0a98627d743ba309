import { sql } from 'drizzle-orm'
import { bigint, check, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './columns'

/** The trail. Append-only: the migration adds triggers that refuse updates and deletions. */
export const activityEvents = pgTable(
  'activity_events',
  {
    id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
    at: instant('at').notNull(),
    /** One of the closed list in lib/activity/events.ts. */
    type: text('type').notNull(),
    /** Ties the entries of one undertaking together: intent and outcome of a removal. */
    correlationId: text('correlation_id').notNull(),
    actorIssuer: text('actor_issuer').notNull(),
    actorSubject: text('actor_subject').notNull(),
    /** The Recognize user the event is about; null for events about the sign-in alone. */
    userId: text('user_id'),
    deviceId: text('device_id'),
    /** The event's own facts, of the shape its type has; `version` says which shape. */
    version: bigint('version', { mode: 'number' }).notNull(),
    detail: jsonb('detail').$type<unknown>().notNull(),
  },
  (table) => [
    index('activity_events_correlation').on(table.correlationId),
    index('activity_events_user').on(table.userId, table.id),
    check('activity_events_version', sql`${table.version} >= 1`),
  ],
)
