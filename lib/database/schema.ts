import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  customType,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core'

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 })
const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })

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

/** The vault: client states as they came, sealed. What one holds is never looked into. */
export const clientStates = pgTable(
  'client_states',
  {
    id: text('id').primaryKey(),
    userId: text('user_id').notNull(),
    kind: text('kind').$type<'backup' | 'temporary'>().notNull(),
    madeBy: text('made_by').$type<'app' | 'idv-bridge'>().notNull(),
    /** Who handed it in. */
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    /** The row of the service's list that it belongs to, when that is known, and how it is known. */
    deviceId: text('device_id'),
    linkedBy: text('linked_by').$type<'app' | 'difference'>(),
    /** Which key of the ring the state's own key is wrapped with. */
    keyId: text('key_id').notNull(),
    wrappedKey: bytes('wrapped_key').notNull(),
    sealedState: bytes('sealed_state').notNull(),
    storedAt: instant('stored_at').notNull(),
    /** Temporary states only. */
    expiresAt: instant('expires_at'),
  },
  (table) => [
    index('client_states_user').on(table.userId),
    index('client_states_key').on(table.keyId),
    index('client_states_expiry').on(table.expiresAt),
    uniqueIndex('client_states_device').on(table.userId, table.deviceId),
  ],
)

/** Uploads that named an idempotency key: what to answer when the same one comes again. */
export const uploads = pgTable(
  'uploads',
  {
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    /** Keyed hashes, because neither is ours to keep. */
    keyHash: text('key_hash').notNull(),
    bodyHash: text('body_hash').notNull(),
    answer: jsonb('answer').$type<unknown>().notNull(),
    at: instant('at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.issuer, table.subject, table.keyHash] }),
    index('uploads_at').on(table.at),
  ],
)

/** Devices whose app has told its own key: certainly phones, and when they were last heard of. */
export const reportedDevices = pgTable(
  'reported_devices',
  {
    userId: text('user_id').notNull(),
    deviceId: text('device_id').notNull(),
    firstSeenAt: instant('first_seen_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.deviceId] })],
)

/** Attempts to add a phone, or to have an old one make a temporary state for it. */
export const activations = pgTable(
  'activations',
  {
    number: text('number').primaryKey(),
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    userId: text('user_id').notNull(),
    purpose: text('purpose').$type<'bind' | 'make-state'>().notNull(),
    /** The state that is handed over once; for `make-state`, the one that came of it. */
    clientStateId: text('client_state_id'),
    /** SHA-256 (hex) of the one-time code; a keyed hash (hex) of the typed code together with the person. Neither is kept itself. */
    codeHash: text('code_hash').notNull(),
    typedCodeHash: text('typed_code_hash').notNull(),
    /** Given to the SDK, so that the service can say that this very activation was finished. */
    operationId: text('operation_id').notNull(),
    /** The ids of the devices that were listed when it began: whatever else is listed later is new. */
    knownDevices: jsonb('known_devices').$type<string[]>().notNull(),
    createdAt: instant('created_at').notNull(),
    /** Until when the code can be redeemed; after that, until when a new row is waited for. */
    expiresAt: instant('expires_at').notNull(),
    openedAt: instant('opened_at'),
    redeemedAt: instant('redeemed_at'),
    facePassedAt: instant('face_passed_at'),
    /** The app's newest failure, by the SDK's error code; none after a success. */
    failureCode: integer('failure_code'),
    failedAt: instant('failed_at'),
    /** The new device, as soon as its app has told its key or the list shows it. */
    deviceId: text('device_id'),
    ending: text('ending').$type<
      'listed' | 'stored' | 'expired' | 'cancelled' | 'superseded' | 'unseen' | 'undone'
    >(),
    endedAt: instant('ended_at'),
    /** The removal of the new device, when the person said that it wasn't them. */
    undoReceipt: text('undo_receipt'),
    /** When the service's list is to be looked at next; null while there is nothing to look for. */
    dueAt: instant('due_at'),
    /** Grows with every change: what a watcher has seen already. */
    version: integer('version').notNull(),
  },
  (table) => [
    uniqueIndex('activations_code').on(table.codeHash),
    uniqueIndex('activations_typed_code').on(table.typedCodeHash),
    index('activations_person').on(table.issuer, table.subject),
    index('activations_due').on(table.dueAt),
  ],
)

/** Whom to tell, and who was seen: what the provider said of a person at their last sign-in. */
export const people = pgTable(
  'people',
  {
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    displayName: text('display_name').notNull(),
    /** Where notices go. */
    addresses: jsonb('addresses').$type<string[]>().notNull(),
    seenAt: instant('seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.issuer, table.subject] })],
)

/** Notices that are still to be sent: written in the transaction of what they tell, one row for each address. */
export const notices = pgTable(
  'notices',
  {
    id: text('id').primaryKey(),
    address: text('address').notNull(),
    notice: jsonb('notice').$type<unknown>().notNull(),
    createdAt: instant('created_at').notNull(),
    dueAt: instant('due_at').notNull(),
    tries: integer('tries').notNull(),
  },
  (table) => [index('notices_due').on(table.dueAt)],
)

/** Counters of the rate limits; the columns are those of rate-limiter-flexible. */
export const rateLimits = pgTable('rate_limits', {
  key: text('key').primaryKey(),
  points: integer('points').notNull().default(0),
  expire: bigint('expire', { mode: 'number' }),
})
