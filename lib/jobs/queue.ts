import 'server-only'
import { and, asc, eq, getTableColumns, inArray, lte, notInArray, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { database } from '../database/connection'

// One queue is one table whose rows wait for work until their time `due_at`. A row is claimed by moving that time: until
// then no other process takes it, and a process that dies leaves the row due again. The work itself changes the row and
// writes the audit log in one transaction, so rows stay in the table of the thing that they are about.

export type WaitingRow = { readonly dueAt: Date | null }
type ColumnName<Row> = keyof Row & string

/** `again`: the row as it is now is to be tried once more. */
export type JobResult<Row> = 'done' | { readonly again: Row }

/** How the rows of one table are worked on; times in milliseconds. */
export type Queue<Row extends WaitingRow> = {
  /** What one row is, for the log. */
  readonly name: string
  readonly table: PgTable & { readonly $inferSelect: Row }
  /** The column that identifies a row. */
  readonly key: ColumnName<Row>
  /** Rows with the same value in this column are worked on one after the other. */
  readonly lane: ColumnName<Row>
  /** The order of rows that are due at the same time, and of the rows of a lane. */
  readonly order: readonly ColumnName<Row>[]
  /** How many lanes one process works on at once. */
  readonly atOnce: number
  /** The pause between two looks at the table. */
  readonly pauseMs: number
  /** A row whose process died is due again after this. It is longer than a normal try takes. */
  readonly claimMs: number
  readonly run: (row: Row, clock: () => Date) => Promise<JobResult<Row>>
  /** When a row is tried again that was not done at `at`. */
  readonly nextTryAt: (row: Row, at: Date) => Date
  /** From when on a row is not tried again, and what is done then. */
  readonly giveUpAt: (row: Row) => Date
  readonly giveUp: (row: Row, at: Date) => Promise<void>
  /**
   * Whether a row is given up without any try. A row that takes something away says so: somebody may have made it due
   * again, or may have restored an older copy of the database.
   */
  readonly isTooLate?: (row: Row, at: Date) => boolean
}

/** The time of the next try, with pauses that double from `firstMs` up to `mostMs` after `tries` earlier ones. */
export function backOff(
  tries: number,
  at: Date,
  { firstMs, mostMs }: { readonly firstMs: number; readonly mostMs: number },
): Date {
  return new Date(at.getTime() + Math.min(mostMs, firstMs * 2 ** Math.min(tries, 16)))
}

/** Claims up to `limit` rows that are due at `at`, in order; none of the lanes `except`. */
export async function claimDue<Row extends WaitingRow>(
  queue: Queue<Row>,
  at: Date,
  limit: number,
  except: readonly string[],
): Promise<Row[]> {
  const { table, key, lane, order, claimMs } = queue
  const dueAt = columnOf(table, 'dueAt')
  const due = database()
    .select({ key: columnOf(table, key) })
    .from<PgTable>(table)
    .where(and(lte(dueAt, at), notInArray(columnOf(table, lane), [...except])))
    .orderBy(asc(dueAt), ...order.map((name) => asc(columnOf(table, name))))
    .limit(limit)
    .for('update', { skipLocked: true })
  const claimed = await database()
    .update<PgTable>(table)
    .set({ dueAt: new Date(at.getTime() + claimMs) })
    .where(inArray(columnOf(table, key), due))
    .returning()
  return (claimed as Row[]).sort((a, b) => compareRows(a, b, order))
}

/** Puts the next try off, unless the row has changed or was claimed anew. */
export async function postpone<Row extends WaitingRow>(
  { table, key }: Queue<Row>,
  row: Row,
  until: Date,
): Promise<void> {
  const columns = getTableColumns<PgTable>(table)
  const counted = columns['tries'] ? { tries: sql`${columns['tries']} + 1` } : {}
  await database()
    .update<PgTable>(table)
    .set({ dueAt: until, ...counted })
    .where(and(eq(columnOf(table, key), row[key]), eq(columnOf(table, 'dueAt'), row.dueAt)))
}

function columnOf(table: PgTable, name: string): PgColumn {
  const column = getTableColumns(table)[name]
  if (!column) throw new Error(`a queue names the column ${name}, which its table lacks`)
  return column
}

function compareRows<Row extends WaitingRow>(
  one: Row,
  other: Row,
  order: readonly ColumnName<Row>[],
): number {
  for (const name of order) {
    const difference = Number(one[name]) - Number(other[name])
    if (difference !== 0) return difference
  }
  return 0
}
