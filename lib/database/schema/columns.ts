import { customType, text, timestamp } from 'drizzle-orm/pg-core'

/** A point in time, in milliseconds, UTC. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 })

/** A person at a provider. */
export const account = { issuer: text('issuer').notNull(), subject: text('subject').notNull() }

declare const sealMark: unique symbol

/** The seal of a row. Only lib/database/sealed-rows.ts makes one, so a row can't be put in without. */
export type RowSeal = string & { readonly [sealMark]: true }

/** Keyed hash over the columns that decide something (lib/database/deciding-columns.ts). */
export const rowSeal = { seal: text('seal').$type<RowSeal>().notNull() }

export const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
