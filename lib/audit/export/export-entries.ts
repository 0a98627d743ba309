import 'server-only'
import { csvHeader, csvLine } from './csv'
import { findEntries, type EntryFilter, type ListedEntry } from '../reading/read-entries'

/** How an export is written: CSV for a spreadsheet, or a JSON object on each line. */
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
 * The entries that match the filter, newest first, as pieces of text. Memory has one page of them at a time. Times are
 * ISO 8601 in UTC. Entries that are written meanwhile are not among them.
 */
export async function* exportEntries(
  filter: EntryFilter,
  format: ExportFormat,
): AsyncGenerator<string, void, undefined> {
  // The header comes with the first page, so that an audit log which can't be read doesn't become a file.
  let piece = format === 'csv' ? csvHeader(COLUMNS) : ''
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
  return csvLine(COLUMNS, entry)
}
