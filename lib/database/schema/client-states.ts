import { primaryKey, index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { account, bytes, instant, rowSeal } from './columns'

/** The vault: sealed client states, exactly as they arrived. The portal never inspects their content. */
export const clientStates = pgTable(
  'client_states',
  {
    id: text('id').primaryKey(),
    userId: text('user_id').notNull(),
    kind: text('kind').$type<'backup' | 'temporary'>().notNull(),
    madeBy: text('made_by').$type<'app' | 'idv-bridge' | 'import'>().notNull(),
    /** The identity that uploaded the state. */
    ...account,
    /** The row of the service's list that the state belongs to, if known, and the source of that knowledge. */
    deviceId: text('device_id'),
    linkedBy: text('linked_by').$type<'app' | 'difference'>(),
    /** The time since when the row has been missing from the lists that the portal read. Null while it is listed. */
    missingSince: instant('missing_since'),
    /** The key of the ring that wraps the state's own key. */
    keyId: text('key_id').notNull(),
    wrappedKey: bytes('wrapped_key').notNull(),
    sealedState: bytes('sealed_state').notNull(),
    storedAt: instant('stored_at').notNull(),
    /** Only temporary states have one. */
    expiresAt: instant('expires_at'),
    ...rowSeal,
  },
  (table) => [
    index('client_states_user').on(table.userId),
    index('client_states_key').on(table.keyId),
    index('client_states_expiry').on(table.expiresAt),
    uniqueIndex('client_states_device').on(table.userId, table.deviceId),
  ],
)

/** Uploads with an idempotency key, and the answer to a repetition. */
export const uploads = pgTable(
  'uploads',
  {
    ...account,
    /** Keyed hashes, because the portal must not store the values themselves. */
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

/** Which recovery backups were ever handed in, as keyed hashes: an import stores none a second time. */
export const receivedStates = pgTable(
  'received_states',
  {
    userId: text('user_id').notNull(),
    stateHash: text('state_hash').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.stateHash] })],
)
