import { customType, text, timestamp } from 'drizzle-orm/pg-core'

/** A point in time, in milliseconds, UTC. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 })

/** A person at a provider. */
export const account = { issuer: text('issuer').notNull(), subject: text('subject').notNull() }

export const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
