import 'server-only'
import { and, eq, getTableColumns, getTableName, inArray, is, sql, type SQL } from 'drizzle-orm'
import { getTableConfig, PgTransaction, type PgColumn, type PgTable } from 'drizzle-orm/pg-core'
import { keyedHasher } from '../platform/crypto'
import { env } from '../platform/env'
import { log } from '../platform/log'
import { processSingleton } from '../platform/process-singleton'
import type { Database } from './connection'
import { SEALED_TABLES } from './deciding-columns'
import type { RowSeal } from './schema/columns'

// A seal is a keyed hash over the name of the table and all columns that decide something, the primary key among them. Its
// key comes from TRAIL_SECRET, or from AUTH_SECRET if that is not set, and isn't in the database. A row whose seal is
// wrong is treated as a missing one, and noted for the audit log. So is a right row that wasn't asked for: who owns the
// database also owns its operators, and can have a question answered with somebody else's row.

type SealedName = keyof typeof SEALED_TABLES
/** A table whose rows are sealed. */
export type SealedTable = PgTable & {
  readonly _: { readonly name: SealedName }
  readonly $inferSelect: { readonly seal: RowSeal }
}

type Row<Table extends SealedTable> = Table['$inferSelect']
/** A row without its columns of bytes, which are long and never decide anything. */
type ShortRow<Table extends SealedTable> = {
  [Name in keyof Row<Table> as Row<Table>[Name] extends Uint8Array ? never : Name]: Row<Table>[Name]
}
type Excepted<Table extends SealedTable> = keyof (typeof SEALED_TABLES)[Table['_']['name']]
type DecidingName<Table extends SealedTable> = Exclude<
  keyof Row<Table> & string,
  Excepted<Table> | 'seal'
>
/** The columns of a row that decide something. */
type DecidingColumns<Table extends SealedTable> = Pick<Row<Table>, DecidingName<Table>>

/** What was asked for: a value, or one of several, for each column. Text and times only. */
export type AskedValues<Table extends SealedTable> = {
  readonly [Name in DecidingName<Table>]?: Row<Table>[Name] | readonly Row<Table>[Name][]
}

/** New values for a row: of deciding columns as values, of others also as expressions. */
type Change<Table extends SealedTable> = Partial<DecidingColumns<Table>> & {
  readonly [Name in Exclude<keyof Row<Table>, DecidingName<Table> | 'seal'>]?:
    Row<Table>[Name] | SQL
}

/** Stands in place of the seal of a row that is over: nothing believes such a row again. */
export const BROKEN_SEAL = '' as RowSeal

/** The names of the columns that the seals of a table cover. */
export function decidingColumns(table: PgTable): string[] {
  const excepted: object = SEALED_TABLES[getTableName(table) as SealedName]
  return Object.keys(getTableColumns(table))
    .filter((name) => name !== 'seal' && !(name in excepted))
    .sort()
}

function isSealedTable(table: PgTable): boolean {
  return getTableName(table) in SEALED_TABLES
}

const PURPOSE = 'row'
let hasher: { readonly secret: string; readonly hash: (text: string) => string } | undefined

function hash(text: string): string {
  const { AUTH_SECRET, TRAIL_SECRET = AUTH_SECRET } = env()
  if (hasher?.secret !== TRAIL_SECRET)
    hasher = { secret: TRAIL_SECRET, hash: keyedHasher(TRAIL_SECRET, PURPOSE) }
  return hasher.hash(text)
}

type Values = Readonly<Record<string, unknown>>

function sealOf(table: PgTable, values: Values): RowSeal {
  return hash(sealedText(table, values)) as RowSeal
}

/** What the seal of a row covers, as one text. */
export function sealedText(table: PgTable, values: Values): string {
  const facts = decidingColumns(table).map((name) => [name, canonical(values[name])])
  return JSON.stringify([getTableName(table), facts])
}

/** A value as every driver gives it back: times in milliseconds, the fields of JSON in one order. */
function canonical(value: unknown): unknown {
  // A time that is none, such as the database's “infinity”, must not be taken for null.
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no time' : value.getTime()
  if (value === null || value === undefined) return null
  return typeof value === 'object' ? sortFields(JSON.parse(JSON.stringify(value))) : value
}

/** The fields stay an object: a list of pairs says something else, and must not have the same seal. */
function sortFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortFields)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(fields.map(([name, field]) => [name, sortFields(field)]))
}

/** A new row with its seal. All deciding columns must be there: a default of the database would not be sealed. */
export function sealRow<Table extends SealedTable, Given extends DecidingColumns<Table>>(
  table: Table,
  values: Given,
): Given & { readonly seal: RowSeal } {
  return { ...values, seal: sealOf(table, values) }
}

/** The columns that a row needs to be believed, for a selection that leaves others out. */
export function believableColumns<Table extends SealedTable>(
  table: Table,
): Pick<Table['_']['columns'], DecidingName<Table> | 'seal'> {
  const columns = getTableColumns<PgTable>(table)
  const names = [...decidingColumns(table), 'seal']
  const picked = Object.fromEntries(names.map((name) => [name, columns[name]]))
  return picked as unknown as Pick<Table['_']['columns'], DecidingName<Table> | 'seal'>
}

/** The rows that have the values asked for, as a condition. */
export function isAsked<Table extends SealedTable>(
  table: Table,
  asked: AskedValues<Table>,
): SQL | undefined {
  const columns = getTableColumns<PgTable>(table)
  return and(
    ...Object.entries(asked).map(([name, value]) => {
      const column = columns[name]
      if (column === undefined) throw new Error(`${getTableName(table)} has no column ${name}`)
      return Array.isArray(value) ? inArray(column, value) : eq(column, value)
    }),
  )
}

/**
 * Those of the rows whose seal is right and that have the values `asked` for; empty where any row will do. The others
 * are noted: {@link takeTamperedRows}. `limit`: how many rows the query gives at most. Rows that somebody put there must
 * not push out the right ones, so a full answer with wrong ones throws.
 */
export function believedRows<
  Table extends SealedTable,
  Read extends DecidingColumns<Table> & { readonly seal: RowSeal },
>(table: Table, rows: readonly Read[], asked: AskedValues<Table>, limit = Infinity): Read[] {
  const believed = rows.filter((row) => isBelieved(table, row) && isAnswer(table, row, asked))
  if (rows.length >= limit && believed.length < rows.length)
    throw new Error(`rows of ${getTableName(table)} with wrong seals fill a whole answer`)
  return believed
}

/** Whether the row has the values that were asked for. One that hasn't is noted, as one with a wrong seal is. */
function isAnswer(table: PgTable, row: Values, asked: object): boolean {
  const isOne = (value: unknown, name: string) => canonical(value) === canonical(row[name])
  const isRight = Object.entries(asked).every(([name, value]) =>
    Array.isArray(value) ? value.some((one) => isOne(one, name)) : isOne(value, name),
  )
  if (!isRight) noteTampered(table, row)
  return isRight
}

/** Whether the seal of a row of any table is right; of one without seals it is. A wrong one is noted. */
export function isBelieved(table: PgTable, row: Values): boolean {
  if (!isSealedTable(table)) return true
  const isRight = row['seal'] === sealOf(table, row)
  if (!isRight) noteTampered(table, row)
  return isRight
}

/** A row within a bigger query, as text. {@link believedRowOf} reads it. */
export function rowAsText(table: SealedTable): SQL {
  const fields = shortColumns(table).flatMap(([name, column]) => [
    sql`${name}::text`,
    sql`${column}`,
  ])
  return sql`jsonb_build_object(${sql.join(fields, sql`, `)})`
}

/** The row that {@link rowAsText} has put into words; null when its seal is wrong, or when it wasn't asked for. */
export function believedRowOf<Table extends SealedTable>(
  table: Table,
  text: string,
  asked: AskedValues<Table>,
): ShortRow<Table> | null {
  const columns = getTableColumns<PgTable>(table)
  const read = Object.entries(JSON.parse(text) as Values).map(([name, value]) => [
    name,
    columns[name]?.dataType === 'date' && typeof value === 'string' ? new Date(value) : value,
  ])
  const row = Object.fromEntries(read) as ShortRow<Table>
  return isBelieved(table, row as Values) && isAnswer(table, row as Values, asked) ? row : null
}

/**
 * Changes the rows that have the values `asked` for and meet `condition`, each with a new seal in the same statement; gives
 * them as they are then. They are locked first. A row whose seal is wrong, or that wasn't asked for, stays as it is.
 */
export async function updateSealed<Table extends SealedTable>(
  table: Table,
  change: Change<Table>,
  asked: AskedValues<Table>,
  within: Database,
  condition?: SQL,
): Promise<ShortRow<Table>[]> {
  if (!is(within, PgTransaction))
    return within.transaction((tx) => updateSealed(table, change, asked, tx, condition))
  const keys = primaryKeyOf(table)
  const short = Object.fromEntries(shortColumns(table))
  const found = await within
    .select(short)
    .from<PgTable>(table)
    .where(and(isAsked(table, asked), condition))
    .orderBy(...keys.map(({ column }) => column))
    .for('update')
  const given = Object.fromEntries(
    Object.entries(change).filter(([, value]) => value !== undefined),
  )
  const changed: ShortRow<Table>[] = []
  for (const row of found) {
    if (!isBelieved(table, row) || !isAnswer(table, row, asked)) continue
    const seal = sealOf(table, { ...row, ...given })
    const isThis = and(...keys.map(({ name, column }) => eq(column, row[name])))
    const rows = await within
      .update<PgTable>(table)
      .set({ ...given, seal })
      .where(isThis)
      .returning(short)
    if (rows.length > 1)
      throw new Error(`a change of one row of ${getTableName(table)} met ${rows.length}`)
    changed.push(...(rows as ShortRow<Table>[]))
  }
  return changed
}

const shortColumns = (table: PgTable) =>
  Object.entries(getTableColumns(table)).filter(([, { dataType }]) => dataType !== 'custom')

type KeyColumn = { readonly name: string; readonly column: PgColumn }

function primaryKeyOf(table: PgTable): KeyColumn[] {
  const { columns, primaryKeys } = getTableConfig(table)
  const parts = primaryKeys[0]?.columns ?? columns.filter(({ primary }) => primary)
  // By name: a key of several columns holds other objects than the table.
  const isPart = (column: PgColumn) => parts.some((part) => part.name === column.name)
  const key = Object.entries(getTableColumns(table)).filter(([, column]) => isPart(column))
  if (key.length === 0 || key.length !== parts.length)
    throw new Error(`the primary key of ${getTableName(table)} is not known`)
  return key.map(([name, column]) => ({ name, column }))
}

/** A row whose seal was wrong: its table, what names it without naming a person, and what tells this version of it. */
export type TamperedRow = {
  readonly table: string
  readonly row: string
  readonly fingerprint: string
}

/** More of them in one process say nothing new until the first are recorded. */
const MOST_NOTED = 1_000
/** Random names that the portal makes. Anything else may name a person, or be words that somebody put there. */
const HARMLESS = /^[A-Za-z0-9-]{10,64}$/

const tampered = processSingleton('tampered-rows', () => ({
  waiting: new Map<string, TamperedRow>(),
}))

function noteTampered(table: PgTable, row: Values): void {
  const keys = primaryKeyOf(table).map(({ name }) => row[name])
  const [key] = keys
  const isHarmless = keys.length === 1 && typeof key === 'string' && HARMLESS.test(key)
  const name = isHarmless ? key : hash(JSON.stringify(keys)).slice(0, 16)
  const { seal } = row
  const fingerprint = hash(JSON.stringify([sealOf(table, row), seal ?? null])).slice(0, 32)
  if (tampered.waiting.has(fingerprint) || tampered.waiting.size >= MOST_NOTED) return
  const found = { table: getTableName(table), row: name, fingerprint }
  tampered.waiting.set(fingerprint, found)
  log().error({ table: found.table, row: name }, 'a row of the database has a wrong seal')
}

/** Takes the rows with a wrong seal that this process has met since the last time. */
export function takeTamperedRows(): TamperedRow[] {
  const rows = [...tampered.waiting.values()]
  tampered.waiting.clear()
  return rows
}
