import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { instant, rowSeal } from './columns'

/** Notices that are not sent yet. One row for each address, written in the transaction of the event. */
export const notifications = pgTable(
  'notifications',
  {
    id: text('id').primaryKey(),
    address: text('address').notNull(),
    content: jsonb('content').$type<unknown>().notNull(),
    createdAt: instant('created_at').notNull(),
    dueAt: instant('due_at').notNull(),
    tries: integer('tries').notNull(),
    ...rowSeal,
  },
  (table) => [index('notifications_due').on(table.dueAt)],
)
