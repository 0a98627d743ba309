import { csvHeader, csvLine } from '@/lib/audit/export/csv'
import type { OwnEntry } from '@/lib/audit/reading/own-history'
import type { Translations } from '@/lib/i18n/translator'
import { deviceName } from '../devices/row/device-name'
import { entryText } from './entry-text'

/** The formats of a person's own history as a file: for a spreadsheet, or one JSON array. */
export const HISTORY_FORMATS = ['csv', 'json'] as const
export type HistoryFormat = (typeof HISTORY_FORMATS)[number]

const FIELDS = [
  'time',
  'type',
  'what',
  'outcome',
  'by',
  'device',
  'deviceAdded',
  'fingerprint',
  'reason',
  'receipt',
] as const
type Line = Record<(typeof FIELDS)[number], string | null>

/** The history as a file, piece by piece. Times are ISO 8601 in UTC. */
export async function* historyFile(
  pages: AsyncIterable<readonly OwnEntry[]>,
  format: HistoryFormat,
  translations: Translations,
): AsyncGenerator<string, void, undefined> {
  // The first piece comes with the first page, so that a history which can't be read doesn't become a file.
  let piece = format === 'csv' ? csvHeader(FIELDS) : '['
  let between = '\n'
  for await (const page of pages) {
    for (const entry of page) {
      const line = lineOf(entry, translations)
      piece += format === 'csv' ? csvLine(FIELDS, line) : `${between}${JSON.stringify(line)}`
      between = ',\n'
    }
    if (piece !== '') yield piece
    piece = ''
  }
  if (format === 'json') yield `${piece}\n]\n`
  else if (piece !== '') yield piece
}

function lineOf(entry: OwnEntry, translations: Translations): Line {
  const { at, type, event, outcome, by, device, fingerprint, reason, receipt } = entry
  const what =
    event === null ? translations.t('history.unknown') : entryText(event, 'own', translations.t)
  // The name of a backup has its date in words; a spreadsheet sorts by a date of its own.
  const name = device && deviceName({ ...device, addedAt: null }, translations)
  const deviceAdded = device?.addedAt ?? null
  return {
    time: at,
    type,
    what,
    outcome,
    by,
    device: name,
    deviceAdded,
    fingerprint,
    reason,
    receipt,
  }
}
