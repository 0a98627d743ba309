import { bigint, integer, pgTable, text } from 'drizzle-orm/pg-core'

/** The counters of the rate limits. rate-limiter-flexible defines the columns. */
export const rateLimits = pgTable('rate_limits', {
  key: text('key').primaryKey(),
  points: integer('points').notNull().default(0),
  expire: bigint('expire', { mode: 'number' }),
})
