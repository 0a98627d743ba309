import { sql } from 'drizzle-orm'
import { index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { instant } from './columns'

/** Requests of one agent to another to remove a person's last phone or backup. Kept for a day; what was done stands in the trail. */
export const approvals = pgTable(
  'approvals',
  {
    number: text('number').primaryKey(),
    /** `open` until it is decided or its time is over · `failed` approved, and not begun. */
    status: text('status')
      .$type<'open' | 'approved' | 'declined' | 'expired' | 'failed'>()
      .notNull(),
    requesterIssuer: text('requester_issuer').notNull(),
    requesterSubject: text('requester_subject').notNull(),
    requesterName: text('requester_name').notNull(),
    /** The hashed id of the sign-in in which it was requested: it must still stand when the removal is done in its name. */
    requesterSignIn: text('requester_session').notNull(),
    /** Whose device: the identity that it is bound to, and what was known of the person. */
    userId: text('user_id').notNull(),
    personName: text('person_name'),
    deviceId: text('device_id').notNull(),
    device: jsonb('device').$type<unknown>().notNull(),
    reason: text('reason').$type<'lost' | 'stolen' | 'unrecognised'>().notNull(),
    ticket: text('ticket').notNull(),
    /** What would be left; whoever approves approves this and nothing worse. */
    outlook: jsonb('outlook').$type<unknown>().notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    deciderIssuer: text('decider_issuer'),
    deciderSubject: text('decider_subject'),
    deciderName: text('decider_name'),
    decidedAt: instant('decided_at'),
    receipt: text('receipt'),
    failure: text('failure'),
  },
  (table) => [
    // Two agents who ask for the same device at once get one request.
    uniqueIndex('approvals_open')
      .on(table.userId, table.deviceId)
      .where(sql`${table.status} = 'open'`),
    index('approvals_created').on(table.createdAt),
  ],
)

/** What agents have prepared for people: an invitation without any code, which the person takes up in their own portal. */
export const preparations = pgTable(
  'preparations',
  {
    number: text('number').primaryKey(),
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    userId: text('user_id').notNull(),
    start: text('start').$type<'backup' | 'old-phone'>().notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [uniqueIndex('preparations_person').on(table.issuer, table.subject)],
)

/** When an agent's look at a person's devices was last written into the trail: once for a while is enough. */
export const supportViews = pgTable(
  'support_views',
  {
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    userId: text('user_id').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.issuer, table.subject, table.userId] })],
)
