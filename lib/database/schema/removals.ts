import { boolean, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './columns'

/** One removal at a time for each Recognize user, in all replicas. A lease ends by itself when its holder dies; a lock would not. */
export const removalLeases = pgTable('removal_leases', {
  userId: text('user_id').primaryKey(),
  holder: text('holder').notNull(),
  expiresAt: instant('expires_at').notNull(),
})

/**
 * Removals that are not over. A row leaves the table in the transaction that writes its end into the audit log. The audit
 * log says who asked for what and how it ended. This table says only what is still to do.
 */
export const pendingRemovals = pgTable(
  'pending_removals',
  {
    receipt: text('receipt').primaryKey(),
    /** `scheduled` can be undone · `begun` the intent is written, the outcome is not · `open` the outcome isn't certain yet. */
    state: text('state').$type<'scheduled' | 'begun' | 'open'>().notNull(),
    userId: text('user_id').notNull(),
    deviceId: text('device_id').notNull(),
    /** All Recognize users of the person: the safeguards look at the devices of all of them. */
    userIds: jsonb('user_ids').$type<[string, ...string[]]>().notNull(),
    actorIssuer: text('actor_issuer').notNull(),
    actorSubject: text('actor_subject').notNull(),
    /** The role in which the actor asked for it. */
    actorRole: text('actor_role').$type<'person' | 'support'>().notNull().default('person'),
    reason: text('reason')
      .$type<'lost' | 'stolen' | 'sold' | 'unrecognised' | 'tidying'>()
      .notNull(),
    /** Whether the service called the device usable when the removal was asked for. */
    wasActive: boolean('was_active').notNull(),
    /** Whether it was the only row of its Recognize user. If the service doesn't know the user afterwards, the row is gone. */
    wasOnly: boolean('was_only').notNull(),
    /** Whether the service accepted the DELETE; null while that isn't known. */
    accepted: boolean('accepted'),
    /** The clean-up it is a part of, and its place in it. */
    cleanUp: text('clean_up'),
    place: integer('place').notNull(),
    /** When it was asked for. Once it is carried out: when that began. */
    askedAt: instant('asked_at').notNull(),
    /** When there is something to do: to carry it out, or to look again. */
    dueAt: instant('due_at').notNull(),
    tries: integer('tries').notNull(),
  },
  (table) => [
    index('pending_removals_due').on(table.dueAt),
    index('pending_removals_device').on(table.userId, table.deviceId),
    index('pending_removals_clean_up').on(table.cleanUp),
  ],
)

/** What was ticked and confirmed together. How each removal went is in its receipt. */
export const cleanUps = pgTable('clean_ups', {
  number: text('number').primaryKey(),
  issuer: text('issuer').notNull(),
  subject: text('subject').notNull(),
  receipts: jsonb('receipts').$type<string[]>().notNull(),
  askedAt: instant('asked_at').notNull(),
})
