import 'server-only'
import { setImmediate as yieldToRequests } from 'node:timers/promises'
import { and, lt, sql, type SQL } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { database } from '../database/connection'

const BATCH = 100

/** Deletes the rows whose `column` is before `before`, in small batches that replicas share; gives how many. */
export async function deleteOldRows(
  table: PgTable,
  column: PgColumn,
  before: Date,
  condition?: SQL,
): Promise<number> {
  // As an array the selection runs once. A row that another transaction changes meanwhile has another place (ctid) then.
  const isOld = sql`ctid = any(array(
    select ctid from ${table} where ${and(lt(column, before), condition)} limit ${BATCH} for update skip locked))`
  for (let count = 0; ;) {
    const gone = await database()
      .delete(table)
      .where(isOld)
      .returning({ one: sql`1` })
    count += gone.length
    if (gone.length < BATCH) return count
    // The embedded database works in this very thread, and would leave no room for requests in between.
    await yieldToRequests()
  }
}
