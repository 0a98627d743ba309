import { sql } from 'drizzle-orm'
import { index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { account, instant, rowSeal } from './columns'

/** One row for each session of the portal. The end of a session makes a copied cookie worthless. */
export const sessions = pgTable(
  'sessions',
  {
    /** SHA-256 (hex) of the random id in the person's cookie. The id itself is not stored. */
    idHash: text('id_hash').primaryKey(),
    ...account,
    displayName: text('display_name').notNull(),
    roles: jsonb('roles').$type<string[]>().notNull(),
    /** From the claim, if the provider sent it. */
    claimedUserId: text('claimed_user_id'),
    /** The key of the look-up at the service, if there is no claim. */
    externalUserId: text('external_user_id'),
    /** The result of the look-up, and its time. */
    foundUserIds: jsonb('found_user_ids').$type<string[]>(),
    foundAt: instant('found_at'),
    /** Sealed. The portal needs it once, to end the provider's session too. */
    sealedIdToken: text('sealed_id_token').notNull(),
    authenticatedAt: instant('authenticated_at'),
    /** From the ID token. Null when the token had none. */
    acr: text('acr'),
    /** The authentication methods (RFC 8176), from the ID token. Empty when the token had none. */
    amr: jsonb('amr').$type<string[]>().notNull().default([]),
    /** SHA-256 (hex) of the provider’s session id (`sid`), which a back-channel logout names. Null for none. */
    providerSession: text('provider_session'),
    /** The browser, such as `firefox/windows`, so that people recognise their own session. Null when it is unknown. */
    browser: text('browser'),
    createdAt: instant('created_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    endedAt: instant('ended_at'),
    ...rowSeal,
  },
  (table) => [
    index('sessions_person').on(table.issuer, table.subject),
    index('sessions_provider_session').on(table.providerSession),
    index('sessions_expiry').on(table.expiresAt),
  ],
)

/** The logout tokens that the portal accepted. It accepts each one only once. */
export const logoutTokens = pgTable(
  'logout_tokens',
  {
    /** SHA-256 (hex) of issuer and `jti`. */
    idHash: text('id_hash').primaryKey(),
    /** From this time on the token's own expiry refuses it. */
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [index('logout_tokens_expiry').on(table.expiresAt)],
)

/** Everyone who has signed in, with their addresses for notices, as the provider described them at the last sign-in. */
export const people = pgTable(
  'people',
  {
    ...account,
    displayName: text('display_name').notNull(),
    /** The addresses that notices go to. */
    addresses: jsonb('addresses').$type<string[]>().notNull(),
    /** Name and addresses in the case that searches use; not folded by the database, whose locale may differ. */
    nameKey: text('name_key').notNull().default(''),
    addressKeys: jsonb('address_keys').$type<string[]>().notNull().default([]),
    /** The person's Recognize user IDs that sign-ins have revealed. Upper-case hex. */
    userIds: jsonb('user_ids').$type<string[]>().notNull().default([]),
    seenAt: instant('seen_at').notNull(),
    ...rowSeal,
  },
  (table) => [
    primaryKey({ columns: [table.issuer, table.subject] }),
    index('people_user_ids').using('gin', sql`${table.userIds} jsonb_path_ops`),
    index('people_name').on(sql`${table.nameKey} text_pattern_ops`),
    index('people_addresses').using('gin', sql`${table.addressKeys} jsonb_path_ops`),
  ],
)

/**
 * What was ever seen of an account's identity. A row is never replaced, so that a sign-in that says less takes nothing
 * away. These rows decide who is the same human, and whose an identity is.
 */
export const identityFacts = pgTable(
  'identity_facts',
  {
    ...account,
    kind: text('kind').$type<'user-id' | 'external-id'>().notNull(),
    /** Byte for byte as it was stated. */
    value: text('value').notNull(),
    /** In lower case, because the service ignores the case of external user IDs. */
    valueKey: text('value_key').notNull(),
    /** The external user ID by which the service named this Recognize user. Null: the provider stated it. */
    foundBy: text('found_by'),
    firstSeenAt: instant('first_seen_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    /** When provider or service last said that it is so. */
    confirmedAt: instant('confirmed_at').notNull(),
    ...rowSeal,
  },
  (table) => [
    primaryKey({ columns: [table.issuer, table.subject, table.kind, table.value] }),
    index('identity_facts_value').on(table.kind, table.valueKey),
    index('identity_facts_seen').on(table.lastSeenAt),
  ],
)
