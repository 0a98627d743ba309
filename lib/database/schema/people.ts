import { sql } from 'drizzle-orm'
import { index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from './columns'

/** One row per sign-in to the portal: what makes a copied cookie worthless once it has ended. */
export const sessions = pgTable(
  'sessions',
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
    /** As the ID token said it; null when it didn't. */
    acr: text('acr'),
    /** By what means, as the ID token said it (RFC 8176); empty when it didn't. */
    amr: jsonb('amr').$type<string[]>().notNull().default([]),
    /** SHA-256 (hex) of the provider's own session (`sid`), by which it ends this sign-in from afar; null when it named none. */
    providerSession: text('provider_session'),
    /** Which browser it was, `firefox/windows`, so that people know their own again; null when it didn't say. */
    browser: text('browser'),
    createdAt: instant('created_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (table) => [
    index('sessions_person').on(table.issuer, table.subject),
    index('sessions_provider_session').on(table.providerSession),
    index('sessions_expiry').on(table.expiresAt),
  ],
)

/** The logout tokens that were taken, so that each is taken once. */
export const logoutTokens = pgTable(
  'logout_tokens',
  {
    /** SHA-256 (hex) of issuer and `jti`. */
    idHash: text('id_hash').primaryKey(),
    /** From when on the token is refused by its own times. */
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [index('logout_tokens_expiry').on(table.expiresAt)],
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
    /** The name and the addresses as they are looked for: what is a capital depends on a database's locale, so the portal decides. */
    nameKey: text('name_key').notNull().default(''),
    addressKeys: jsonb('address_keys').$type<string[]>().notNull().default([]),
    /** Their Recognize user IDs, as far as a sign-in has learnt them; upper-case hex. */
    userIds: jsonb('user_ids').$type<string[]>().notNull().default([]),
    seenAt: instant('seen_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.issuer, table.subject] }),
    index('people_user_ids').using('gin', sql`${table.userIds} jsonb_path_ops`),
    index('people_name').on(sql`${table.nameKey} text_pattern_ops`),
    index('people_addresses').using('gin', sql`${table.addressKeys} jsonb_path_ops`),
  ],
)
