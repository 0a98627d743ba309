import { boolean, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { account, instant, rowSeal } from './columns'

/** Allows one removal at a time for each Recognize user. Unlike a lock, a lease expires when its holder dies. */
export const removalLeases = pgTable('removal_leases', {
  userId: text('user_id').primaryKey(),
  holder: text('holder').notNull(),
  expiresAt: instant('expires_at').notNull(),
})

/** Unfinished removals: the remaining work. A row leaves in the transaction that records its end. */
export const pendingRemovals = pgTable(
  'pending_removals',
  {
    receipt: text('receipt').primaryKey(),
    /** `scheduled`: can be undone · `begun`: intent written, no outcome yet · `open`: the outcome is not certain. */
    state: text('state').$type<'scheduled' | 'begun' | 'open'>().notNull(),
    userId: text('user_id').notNull(),
    deviceId: text('device_id').notNull(),
    /** All Recognize users of the person. The safeguards consider the devices of all of them. */
    userIds: jsonb('user_ids').$type<[string, ...string[]]>().notNull(),
    actorIssuer: text('actor_issuer').notNull(),
    actorSubject: text('actor_subject').notNull(),
    /** The actor's role in the request. */
    actorRole: text('actor_role').$type<'person' | 'support'>().notNull().default('person'),
    reason: text('reason')
      .$type<'lost' | 'stolen' | 'sold' | 'unrecognised' | 'tidying'>()
      .notNull(),
    /** The warning that the person said yes to. When the removal is carried out later, no worse one passes. */
    confirmed: text('confirmed'),
    /** Whether it waits until the service can be asked again. Otherwise it waits for its time. */
    waitsForService: boolean('waits_for_service').notNull().default(false),
    /** Whether the service called the device usable at the time of the request. */
    wasActive: boolean('was_active').notNull(),
    /** Whether it was the only row of its Recognize user. If the service doesn't know the user afterwards, the row is gone. */
    wasOnly: boolean('was_only').notNull(),
    /** Whether the service accepted the DELETE. Null while that is unknown. */
    accepted: boolean('accepted'),
    /** The clean-up that the removal belongs to, and its position there. */
    cleanUp: text('clean_up'),
    place: integer('place').notNull(),
    /** The time of the request. During execution: the time of its start. */
    askedAt: instant('asked_at').notNull(),
    /** The time of the next step: to carry the removal out, or to look at the list again. */
    dueAt: instant('due_at').notNull(),
    tries: integer('tries').notNull(),
    ...rowSeal,
  },
  (table) => [
    index('pending_removals_due').on(table.dueAt),
    index('pending_removals_device').on(table.userId, table.deviceId),
    index('pending_removals_clean_up').on(table.cleanUp),
  ],
)

/** Groups of removals that a person confirmed together. Each receipt holds the result of its removal. */
export const cleanUps = pgTable('clean_ups', {
  number: text('number').primaryKey(),
  ...account,
  receipts: jsonb('receipts').$type<string[]>().notNull(),
  askedAt: instant('asked_at').notNull(),
  ...rowSeal,
})
