import 'server-only'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { database, type Database } from '../../database/connection'
import type { MaintenanceJob } from '../../jobs/maintenance'
import { log } from '../../platform/log'
import { secondsAhead } from './chain-position'

// The audit log is partitioned by month. A month is made ahead of time. lib/audit/integrity/drop-months.ts drops it whole.

const AHEAD = [0, 1, 2] as const
/** Times never go back: after a clock that was wrong for a while, all entries have the same time until it is reached. */
const MOST_AHEAD_S = 60

/** Makes room for the months to come. Warns when the log's time is not the database's. */
export const monthsJob: MaintenanceJob = {
  name: 'audit log months',
  everyMs: 3_600_000,
  run: async (clock) => {
    const ahead = await secondsAhead()
    if (ahead > MOST_AHEAD_S)
      log().error({ ahead }, 'the last entry of the audit log is later than the database’s clock')
    await addMonths(clock())
  },
}

/** What changes the months waits for, and blocks, all readers and writers: so it gives up soon and tries again later. */
export const limitLockWait = (tx: Database) => tx.execute(sql`set local lock_timeout = '500ms'`)

/** Makes room for this month's entries and the next two; returns how many months were made. */
export async function addMonths(at: Date, within: Database = database()): Promise<number> {
  const parts = new Set((await partsOf(within)).map(({ name }) => name))
  const missing = AHEAD.map((ahead) =>
    new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + ahead)).toISOString().slice(0, 10),
  ).filter((day) => !parts.has(`audit_entries_${day.slice(0, 7).replace('-', '_')}`))
  for (const day of missing)
    await within.transaction(async (tx) => {
      await limitLockWait(tx)
      await tx.execute(sql`select add_audit_month(${day}::date)`)
    })
  return missing.length
}

/** Makes the months before the first entry: those of entries in the default partition can’t be made any more. */
export async function ensureMonths(at: Date): Promise<void> {
  try {
    await addMonths(at)
  } catch (err) {
    log().error({ err }, 'the months of the audit log could not be made')
  }
}

const parts = z.object({
  rows: z.array(z.object({ name: z.string(), oid: z.string(), ends: z.coerce.date() })),
})
/** A part of the table for one month. Its name says which; what lies in it must be proven. */
export type Part = z.infer<typeof parts>['rows'][number]

/** The months that exist, oldest first, and when each is over. */
export async function partsOf(within: Database): Promise<Part[]> {
  const found = await within.execute(sql`
    select relname as name, pg_class.oid::text as oid,
      to_char(to_date(right(relname, 7), 'YYYY_MM') + interval '1 month', 'YYYY-MM-DD"T"00:00:00"Z"') as ends
    from pg_inherits join pg_class on pg_class.oid = inhrelid
    where inhparent = 'audit_entries'::regclass and relname ~ '^audit_entries_[0-9]{4}_[0-9]{2}$'
    order by relname`)
  return parts.parse(found).rows
}
