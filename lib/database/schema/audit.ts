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
import { instant } from './columns'

const number = (name: string) => bigint(name, { mode: 'number' })

/**
 * The trail: a chain, see lib/audit/log/chain.ts. Append-only: the migration adds triggers that refuse all else, and
 * divides the table into months by `recorded_at`.
 */
export const auditEntries = pgTable(
  'audit_entries',
  {
    /** 1, 2, 3 … without gaps, from the head. */
    id: number('id').notNull(),
    /** When it was written, by the database's clock; never before the entry before it. */
    recordedAt: instant('recorded_at').notNull(),
    /** When it happened, by the portal's clock. */
    at: instant('at').notNull(),
    /** One of the closed list in lib/audit/events/events.ts. */
    type: text('type').notNull(),
    outcome: text('outcome').notNull(),
    /** Ties the entries of one undertaking together: intent and outcome of a removal. */
    correlationId: text('correlation_id').notNull(),
    /** A random name for whoever acted; who that is stands in `audit_actors`, for as long as it may be known. */
    actor: text('actor').notNull(),
    actorRole: text('actor_role').notNull(),
    /** The Recognize user the event is about; null for events about the sign-in alone. */
    userId: text('user_id'),
    deviceId: text('device_id'),
    /** The event's own facts, of the shape its type has; `version` says which shape. */
    version: number('version').notNull(),
    detail: jsonb('detail').$type<unknown>().notNull(),
    /** Hex; over the hash before and all columns. */
    hash: text('hash').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.id, table.recordedAt] }),
    index('audit_entries_recorded').on(table.recordedAt, table.id),
    index('audit_entries_correlation').on(table.correlationId),
    index('audit_entries_user').on(table.userId, table.id),
    index('audit_entries_device').on(table.deviceId, table.id),
    index('audit_entries_actor').on(table.actor, table.id),
    // What somebody did that is about no Recognize user: one's own history is this and what is about one's users.
    index('audit_entries_actor_alone')
      .on(table.actor, table.id)
      .where(sql`${table.userId} IS NULL`),
    index('audit_entries_type').on(table.type, table.id),
    index('audit_entries_outcome').on(table.outcome, table.id),
    check('audit_entries_version', sql`${table.version} >= 1`),
  ],
)

/** Where the chain ends: one row, locked while an entry is appended. It only moves forward. */
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

/** Who is behind an actor of the trail. Not in the chain, so that a person can be erased. */
export const auditActors = pgTable(
  'audit_actors',
  {
    actor: text('actor').primaryKey(),
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    displayName: text('display_name'),
    /** Keyed, over the other columns: nobody is put in another's place. */
    seal: text('seal').notNull(),
  },
  (table) => [uniqueIndex('audit_actors_person').on(table.issuer, table.subject)],
)

/** Signed words on how long the chain was, and its last hash. Append-only. */
export const auditCheckpoints = pgTable('audit_checkpoints', {
  entries: number('entries').primaryKey(),
  hash: text('hash').notNull(),
  at: instant('at').notNull(),
  signature: text('signature').notNull(),
})

/** Signed words on up to where the oldest entries were dropped on purpose, and the last hash of those. Append-only. */
export const auditCuts = pgTable('audit_cuts', {
  entries: number('entries').primaryKey(),
  hash: text('hash').notNull(),
  at: instant('at').notNull(),
  signature: text('signature').notNull(),
})

/** Verifications of the chain that auditors asked for on their page. What came of them stands in the trail as well. */
export const auditVerifications = pgTable(
  'audit_verifications',
  {
    number: text('number').primaryKey(),
    status: text('status').$type<'running' | 'done' | 'interrupted'>().notNull(),
    /** What the trail calls whoever asked for it. */
    actor: text('actor'),
    startedAt: instant('started_at').notNull(),
    /** When whoever runs it last said that it goes on. */
    seenAt: instant('seen_at').notNull(),
    tookMs: integer('took_ms'),
    /** How many entries were looked at, and how many before them were dropped on purpose. */
    entries: number('entries'),
    dropped: number('dropped'),
    findings: jsonb('findings').$type<unknown>(),
  },
  (table) => [
    // One at a time, whichever replica runs it.
    uniqueIndex('audit_verifications_running')
      .on(table.status)
      .where(sql`${table.status} = 'running'`),
    index('audit_verifications_started').on(table.startedAt),
  ],
)
