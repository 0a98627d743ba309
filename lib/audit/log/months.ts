import 'server-only'
import { and, asc, desc, gt, lte, sql } from 'drizzle-orm'
import { z } from 'zod'
import { database, type Database } from '../../database/connection'
import { auditEntries, auditCuts } from '../../database/schema'
import type { MaintenanceJob } from '../../jobs/maintenance'
import { log } from '../../platform/log'
import { chainedColumns, entryHash } from './chain'
import { CHAIN_START, secondsAhead, signPosition, type ChainPosition } from './chain-position'

// The audit log is partitioned by month. A month is made ahead of time. A month whose every entry is old enough is dropped
// whole, after a signed statement about where the chain was cut.

const AHEAD = [0, 1, 2] as const
const DAY_MS = 86_400_000
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

/** It waits for, and blocks, all readers and writers of the audit log: so it gives up soon and tries again later. */
const limitLockWait = (tx: Database) => tx.execute(sql`set local lock_timeout = '500ms'`)

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
  rows: z.array(z.object({ name: z.string(), ends: z.coerce.date() })),
})
type Part = z.infer<typeof parts>['rows'][number]

/** The months that exist, oldest first, and when each is over. */
async function partsOf(within: Database): Promise<Part[]> {
  const found = await within.execute(sql`
    select relname as name,
      to_char(to_date(right(relname, 7), 'YYYY_MM') + interval '1 month', 'YYYY-MM-DD"T"00:00:00"Z"') as ends
    from pg_inherits join pg_class on pg_class.oid = inhrelid
    where inhparent = 'audit_entries'::regclass and relname ~ '^audit_entries_[0-9]{4}_[0-9]{2}$'
    order by relname`)
  return parts.parse(found).rows
}

/** Drops months that ended more than `keepDays` before `at`, if genuine; gives how many entries were dropped. */
export async function dropOldMonths(
  keepDays: number,
  at: Date,
  within: Database = database(),
): Promise<number> {
  const limit = new Date(at.getTime() - keepDays * DAY_MS)
  let dropped = 0
  for (const part of await partsOf(within)) {
    if (part.ends > limit) break
    const gone = await dropMonth(part, limit, at, within)
    if (gone === null) {
      log().error(
        { part: part.name },
        'a month of the audit log is not as it was written, and stays',
      )
      break
    }
    dropped += gone
  }
  return dropped
}

async function dropMonth(
  part: Part,
  limit: Date,
  at: Date,
  within: Database,
): Promise<number | null> {
  const from = await latestCut(within)
  const [last] = await within
    .select({ id: auditEntries.id })
    .from(auditEntries)
    .where(sql`${auditEntries}.tableoid = ${part.name}::regclass`)
    .orderBy(desc(auditEntries.id))
    .limit(1)
  const to = last && (await genuineEnd(from, last.id, part, limit, within))
  if (to === null) return null
  return within.transaction(async (tx) => {
    await limitLockWait(tx)
    await tx.execute(sql`lock table audit_entries in access exclusive mode`)
    // Another replica may have done it.
    const isStill = (await partsOf(tx)).some(({ name }) => name === part.name)
    if (!isStill) return 0
    if (to) {
      const cut = { ...to, at }
      await tx.insert(auditCuts).values({ ...cut, signature: signPosition('cut', cut) })
    }
    await tx.execute(sql`drop table ${sql.identifier(part.name)}`)
    return to ? to.entries - from.entries : 0
  })
}

async function latestCut(within: Database): Promise<ChainPosition> {
  const [cut] = await within.select().from(auditCuts).orderBy(desc(auditCuts.entries)).limit(1)
  return cut ?? CHAIN_START
}

const BATCH = 1_000

/** Where the chain stands after this month, when the month is its genuine, whole and old enough beginning. */
async function genuineEnd(
  from: ChainPosition,
  to: number,
  part: Part,
  limit: Date,
  within: Database,
): Promise<ChainPosition | null> {
  let place = from
  while (place.entries < to) {
    const rows = await within
      .select({ ...chainedColumns, part: sql<string>`${auditEntries}.tableoid::regclass::text` })
      .from(auditEntries)
      .where(and(gt(auditEntries.id, place.entries), lte(auditEntries.id, to)))
      .orderBy(asc(auditEntries.id))
      .limit(BATCH)
    if (rows.length === 0) return null
    for (const row of rows) {
      const isNext =
        Number(row.id) === place.entries + 1 &&
        row.part === part.name &&
        Number(row.recordedAt) < limit.getTime() &&
        entryHash(place.hash, row) === row.hash
      if (!isNext) return null
      place = { entries: Number(row.id), hash: row.hash }
    }
  }
  return place
}
