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
  'fingerprint',
  'reason',
  'receipt',
] as const
type Line = Record<(typeof FIELDS)[number], string | null>

/** The history as a file, piece by piece. Times are in UTC. */
export async function* historyFile(
  pages: AsyncIterable<readonly OwnEntry[]>,
  format: HistoryFormat,
  translations: Translations,
): AsyncGenerator<string, void, undefined> {
  const inUtc = { ...translations, timeZone: 'UTC' }
  // The first piece comes with the first page, so that a history which can't be read doesn't become a file.
  let piece = format === 'csv' ? csvHeader(FIELDS) : '['
  let between = '\n'
  for await (const page of pages) {
    for (const entry of page) {
      const line = lineOf(entry, inUtc)
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
  const name = device && deviceName(device, translations)
  return { time: at, type, what, outcome, by, device: name, fingerprint, reason, receipt }
}
