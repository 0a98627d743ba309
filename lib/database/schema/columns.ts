import { customType, timestamp } from 'drizzle-orm/pg-core'

/** A moment, to the millisecond; UTC. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 })

/** Bytes as they are. */
export const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
