import { sql } from 'drizzle-orm'
import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { account, instant, rowSeal } from './columns'

/** Requests of one agent to another to remove a person’s last phone or backup. Kept for a day. */
export const approvals = pgTable(
  'approvals',
  {
    number: text('number').primaryKey(),
    /** `open`: undecided and not expired · `failed`: approved, but the removal did not start. */
    status: text('status')
      .$type<'open' | 'approved' | 'declined' | 'expired' | 'failed'>()
      .notNull(),
    requesterIssuer: text('requester_issuer').notNull(),
    requesterSubject: text('requester_subject').notNull(),
    requesterName: text('requester_name').notNull(),
    /** The hashed id of the requester's session. That session must still be valid when the removal starts. */
    requesterSession: text('requester_session').notNull(),
    /** The identity that the device is bound to, and the known facts about the person. */
    userId: text('user_id').notNull(),
    personName: text('person_name'),
    deviceId: text('device_id').notNull(),
    device: jsonb('device').$type<unknown>().notNull(),
    reason: text('reason').$type<'lost' | 'stolen' | 'unrecognised'>().notNull(),
    ticket: text('ticket').notNull(),
    callerCheck: text('caller_check').$type<'number-matched' | 'agents-word'>().notNull(),
    /** The devices that would remain. An approval covers this outcome, and no worse one. */
    removalImpact: jsonb('removal_impact').$type<unknown>().notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    deciderIssuer: text('decider_issuer'),
    deciderSubject: text('decider_subject'),
    deciderName: text('decider_name'),
    decidedAt: instant('decided_at'),
    receipt: text('receipt'),
    failure: text('failure'),
    ...rowSeal,
  },
  (table) => [
    // Simultaneous requests of two agents for one device become one request.
    uniqueIndex('approvals_open')
      .on(table.userId, table.deviceId)
      .where(sql`${table.status} = 'open'`),
    index('approvals_created').on(table.createdAt),
  ],
)

/** Invitations that agents prepared. They contain no code: the person accepts one in their own portal. */
export const preparations = pgTable(
  'preparations',
  {
    number: text('number').primaryKey(),
    ...account,
    userId: text('user_id').notNull(),
    start: text('start').$type<'backup' | 'old-phone'>().notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    ...rowSeal,
  },
  (table) => [uniqueIndex('preparations_person').on(table.issuer, table.subject)],
)

/** The last time that the audit log recorded an agent's look at a person's devices. One entry per period is enough. */
export const supportViews = pgTable(
  'support_views',
  {
    ...account,
    userId: text('user_id').notNull(),
    at: instant('at').notNull(),
    ...rowSeal,
  },
  (table) => [primaryKey({ columns: [table.issuer, table.subject, table.userId] })],
)

/** How much of something an agent did on a day, in UTC. These rows decide whether they may do more. */
export const agentCounts = pgTable(
  'agent_counts',
  {
    ...account,
    kind: text('kind').notNull(),
    /** Of what it is counted. Empty: of everything of this kind. */
    about: text('about').notNull(),
    /** Its midnight in UTC. */
    day: instant('day').notNull(),
    count: integer('count').notNull(),
    ...rowSeal,
  },
  (table) => [
    primaryKey({ columns: [table.issuer, table.subject, table.kind, table.about, table.day] }),
    index('agent_counts_day').on(table.day),
  ],
)

/** For how many people a ticket was used. The ticket is a keyed hash. */
export const ticketUses = pgTable(
  'ticket_uses',
  {
    ticketHash: text('ticket_hash').primaryKey(),
    userIds: jsonb('user_ids').$type<string[]>().notNull(),
    usedAt: instant('used_at').notNull(),
  },
  (table) => [index('ticket_uses_used').on(table.usedAt)],
)

/** The call numbers that agents have typed already, by their time step. Each counts once. */
export const usedCallNumbers = pgTable(
  'used_call_numbers',
  {
    ...account,
    step: bigint('step', { mode: 'number' }).notNull(),
    usedAt: instant('used_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.issuer, table.subject, table.step] }),
    index('used_call_numbers_used').on(table.usedAt),
  ],
)
