import 'server-only'
import { findEntries, type EntryFilter, type TrailEntry } from './read'

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
  if (format === 'csv') yield `${COLUMNS.join(',')}\r\n`
  for (let cursor: number | null = null; ;) {
    const page = await findEntries(filter, cursor, PAGE)
    const lines = page.entries.map((entry) => writeLine(exported(entry), format))
    if (lines.length > 0) yield lines.join('')
    if (page.next === null) return
    cursor = page.next
  }
}

function exported({ actor, recordedAt, at, ...entry }: TrailEntry): Exported {
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

/**
 * A cell, quoted. One that a spreadsheet would take for a formula is made text by an apostrophe before it (OWASP, CSV
 * injection).
 */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '""'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  // Spreadsheets trim spaces, and take the full-width signs for the others.
  const isFormula = /^[\s\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/.test(text)
  return `"${isFormula ? "'" : ''}${text.replaceAll('"', '""')}"`
}
