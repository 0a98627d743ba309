import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { account, instant } from './columns'

const number = (name: string) => bigint(name, { mode: 'number' })

/** The audit log, a hash chain (lib/audit/log/chain.ts), append-only and partitioned into months by the migration. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    /** 1, 2, 3 … without gaps. The next number comes from the head. */
    id: number('id').notNull(),
    /** The time of writing, by the database's clock. Never earlier than that of the previous entry. */
    recordedAt: instant('recorded_at').notNull(),
    /** The time of the event, by the portal's clock. */
    at: instant('at').notNull(),
    /** A name from the closed list in lib/audit/events/events.ts. */
    type: text('type').notNull(),
    outcome: text('outcome').notNull(),
    /** Connects entries that belong together, such as the intent and the outcome of a removal. */
    correlationId: text('correlation_id').notNull(),
    /** A random name for the actor. `audit_actors` holds the identity, until it is erased. */
    actor: text('actor').notNull(),
    actorRole: text('actor_role').notNull(),
    /** The Recognize user that the event is about. Null for events that concern only the session. */
    userId: text('user_id'),
    deviceId: text('device_id'),
    /** The version of the shape of `detail`. */
    version: number('version').notNull(),
    detail: jsonb('detail').$type<unknown>().notNull(),
    /** Hex. Covers the previous hash and all columns. */
    hash: text('hash').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.id, table.recordedAt] }),
    index('audit_entries_recorded').on(table.recordedAt, table.id),
    index('audit_entries_correlation').on(table.correlationId),
    index('audit_entries_user').on(table.userId, table.id),
    index('audit_entries_device').on(table.deviceId, table.id),
    index('audit_entries_actor').on(table.actor, table.id),
    // Serves a person's own history: their actions that concern no Recognize user, besides the events of their users.
    index('audit_entries_actor_alone')
      .on(table.actor, table.id)
      .where(sql`${table.userId} IS NULL`),
    index('audit_entries_type').on(table.type, table.id),
    index('audit_entries_outcome').on(table.outcome, table.id),
    check('audit_entries_version', sql`${table.version} >= 1`),
  ],
)

/** The end of the chain: one row, locked while an entry is appended. It only moves forward. */
export const auditHead = pgTable(
  'audit_head',
  {
    one: integer('one').primaryKey(),
    entries: number('entries').notNull(),
    hash: text('hash').notNull(),
    recordedAt: instant('recorded_at').notNull(),
  },
  (table) => [check('audit_head_one', sql`${table.one} = 1`)],
)

/** The identities behind the actors of the audit log. Outside the chain, so that a person can be erased. */
export const auditActors = pgTable(
  'audit_actors',
  {
    actor: text('actor').primaryKey(),
    ...account,
    displayName: text('display_name'),
    /** Keyed hash over the other columns. It prevents the substitution of one person for another. */
    seal: text('seal').notNull(),
  },
  (table) => [uniqueIndex('audit_actors_person').on(table.issuer, table.subject)],
)

/** A place in the chain, signed. */
const signedPosition = {
  entries: number('entries').primaryKey(),
  hash: text('hash').notNull(),
  at: instant('at').notNull(),
  signature: text('signature').notNull(),
}

/** Signed records of the chain's length and last hash. Append-only. */
export const auditCheckpoints = pgTable('audit_checkpoints', signedPosition)

/** Signed records of the deliberate deletion of the oldest entries: their number and their last hash. Append-only. */
export const auditCuts = pgTable('audit_cuts', signedPosition)

/** Verifications of the chain that auditors requested on their page. The audit log records the results as well. */
export const auditVerifications = pgTable(
  'audit_verifications',
  {
    number: text('number').primaryKey(),
    status: text('status').$type<'running' | 'done' | 'interrupted'>().notNull(),
    /** The actor name of the auditor, as in the audit log. */
    actor: text('actor'),
    startedAt: instant('started_at').notNull(),
    /** The last heartbeat of the replica that runs the verification. */
    seenAt: instant('seen_at').notNull(),
    tookMs: integer('took_ms'),
    /** How many entries were checked, and how many earlier ones had been dropped deliberately. */
    entries: number('entries'),
    dropped: number('dropped'),
    findings: jsonb('findings').$type<unknown>(),
  },
  (table) => [
    // Only one verification runs at a time, across all replicas.
    uniqueIndex('audit_verifications_running')
      .on(table.status)
      .where(sql`${table.status} = 'running'`),
    index('audit_verifications_started').on(table.startedAt),
  ],
)
