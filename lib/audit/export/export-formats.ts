import 'server-only'
import { findEntries, type EntryFilter, type ListedEntry } from '../reading/read-entries'

/** How an export is written: comma-separated values (RFC 4180) for a spreadsheet, or a JSON object on each line. */
export const EXPORT_FORMATS = ['csv', 'jsonl'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

const PAGE = 1_000

const COLUMNS = [
  'id',
  'recordedAt',
  'at',
  'type',
  'outcome',
  'actor',
  'actorRole',
  'issuer',
  'subject',
  'displayName',
  'userId',
  'deviceId',
  'correlationId',
  'version',
  'detail',
  'hash',
] as const
type Exported = Record<(typeof COLUMNS)[number], unknown>

/**
 * The entries that the filter lets through, newest first, as text piece by piece: no more than one page of them is held
 * at any time, and the next is read only when the last was taken. All values are text or numbers; times are ISO 8601 in
 * UTC. What is written meanwhile is not among them.
 */
export async function* exportEntries(
  filter: EntryFilter,
  format: ExportFormat,
): AsyncGenerator<string, void, undefined> {
  // It comes with the first page, so that a trail which can't be read isn't a file at all.
  let piece = format === 'csv' ? `${COLUMNS.join(',')}\r\n` : ''
  for (let cursor: number | null = null; ;) {
    const page = await findEntries(filter, cursor, PAGE)
    piece += page.entries.map((entry) => writeLine(exported(entry), format)).join('')
    if (piece !== '') yield piece
    piece = ''
    if (page.next === null) return
    cursor = page.next
  }
}

function exported({ actor, recordedAt, at, ...entry }: ListedEntry): Exported {
  const { issuer = null, subject = null, displayName = null } = actor.person ?? {}
  return {
    ...entry,
    recordedAt: recordedAt.toISOString(),
    at: at.toISOString(),
    actor: actor.name,
    actorRole: actor.role,
    issuer,
    subject,
    displayName,
  }
}

function writeLine(entry: Exported, format: ExportFormat): string {
  if (format === 'jsonl')
    return `${JSON.stringify(Object.fromEntries(COLUMNS.map((name) => [name, entry[name]])))}\n`
  return `${COLUMNS.map((name) => csvCell(entry[name])).join(',')}\r\n`
}

// What makes a formula: also full-width. Spreadsheets trim what is blank before it.
const FORMULA = /^['\s\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^'*[\t\r\n]/
/** Many of them divide a line at other signs than the comma, whatever is quoted: then there is a cell within the cell. */
const FORMULA_WITHIN = /([;|\t\r\n]['"\s\uFEFF]*)(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g

/**
 * A cell, quoted. What a spreadsheet would take for a formula is made text by an apostrophe (OWASP, CSV injection): at the
 * beginning of the cell, or before the sign where it stands after another separator. Whoever takes one away in each such
 * place has what was written.
 */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '""'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const safe = `${FORMULA.test(text) ? "'" : ''}${text.replaceAll(FORMULA_WITHIN, "$1'")}`
  return `"${safe.replaceAll('"', '""')}"`
}
