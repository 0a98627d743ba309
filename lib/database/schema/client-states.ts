import { primaryKey, index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { bytes, instant } from './columns'

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
    /** Since when that row is missing from lists that were read; null while it is there. */
    missingSince: instant('missing_since'),
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
