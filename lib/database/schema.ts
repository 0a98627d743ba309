import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core'

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 })

/** One row per sign-in to the portal: what makes a copied cookie worthless once it has ended. */
export const signIns = pgTable(
  'sign_ins',
  {
    /** SHA-256 (hex) of the random id in the person's cookie; the id itself is kept nowhere. */
    idHash: text('id_hash').primaryKey(),
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    displayName: text('display_name').notNull(),
    roles: jsonb('roles').$type<string[]>().notNull(),
    /** From the claim, when the provider sent it. */
    claimedUserId: text('claimed_user_id'),
    /** For the look-up upstream, when there is no claim. */
    externalUserId: text('external_user_id'),
    /** What the look-up found, and when. */
    foundUserIds: jsonb('found_user_ids').$type<string[]>(),
    foundAt: instant('found_at'),
    /** Sealed; needed once, to end the provider's session too. */
    sealedIdToken: text('sealed_id_token').notNull(),
    authenticatedAt: instant('authenticated_at'),
    createdAt: instant('created_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (table) => [index('sign_ins_person').on(table.issuer, table.subject)],
)

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

/** Names people gave their devices; the service has none. */
export const nicknames = pgTable(
  'nicknames',
  {
    userId: text('user_id').notNull(),
    deviceId: text('device_id').notNull(),
    nickname: text('nickname').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.deviceId] })],
)

/** One removal at a time per Recognize user, across replicas. A lease, not a lock: it ends by itself when its holder dies. */
export const removalLeases = pgTable('removal_leases', {
  userId: text('user_id').primaryKey(),
  holder: text('holder').notNull(),
  expiresAt: instant('expires_at').notNull(),
})

/**
 * Removals that are not over: each row leaves the table in the transaction that writes its end into the trail.
 * What one was asked for, by whom, and how it ended is the trail's; here stands only what work is still to do.
 */
export const pendingRemovals = pgTable(
  'pending_removals',
  {
    receipt: text('receipt').primaryKey(),
    /** `held` can be undone · `begun` the intent is written, the outcome isn't · `open` the outcome isn't certain yet. */
    state: text('state').$type<'held' | 'begun' | 'open'>().notNull(),
    userId: text('user_id').notNull(),
    deviceId: text('device_id').notNull(),
    /** All identities of the person: the guards look at all of them. */
    userIds: jsonb('user_ids').$type<[string, ...string[]]>().notNull(),
    actorIssuer: text('actor_issuer').notNull(),
    actorSubject: text('actor_subject').notNull(),
    reason: text('reason')
      .$type<'lost' | 'stolen' | 'sold' | 'unrecognised' | 'tidying'>()
      .notNull(),
    /** Whether the service called the device usable when the removal was asked for. */
    wasActive: boolean('was_active').notNull(),
    /** Whether it was the only row of its identity: then an identity that is unknown afterwards means that it is gone. */
    wasOnly: boolean('was_only').notNull(),
    /** Whether the service accepted the DELETE; null while that isn't known. */
    accepted: boolean('accepted'),
    /** The clean-up it is a part of, and its place in it. */
    cleanUp: text('clean_up'),
    place: integer('place').notNull(),
    /** When it was asked for; once it was carried out, when that began. */
    askedAt: instant('asked_at').notNull(),
    /** When there is something to do: carry it out, or look again. */
    dueAt: instant('due_at').notNull(),
    tries: integer('tries').notNull(),
  },
  (table) => [
    index('pending_removals_due').on(table.dueAt),
    index('pending_removals_device').on(table.userId, table.deviceId),
    index('pending_removals_clean_up').on(table.cleanUp),
  ],
)

/** What was ticked and confirmed in one go; how each of them went is told by their receipts. */
export const cleanUps = pgTable('clean_ups', {
  number: text('number').primaryKey(),
  issuer: text('issuer').notNull(),
  subject: text('subject').notNull(),
  receipts: jsonb('receipts').$type<string[]>().notNull(),
  askedAt: instant('asked_at').notNull(),
})
