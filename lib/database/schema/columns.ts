import { customType, timestamp } from 'drizzle-orm/pg-core'

/** A point in time, in milliseconds, UTC. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 })

export const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
