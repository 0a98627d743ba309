import type { AuditEntry } from '@/lib/audit/log/audit-log'
import type { Translations } from '@/lib/i18n/translator'
import { exactTime } from '../ui/times'
import { entryText } from './entry-text'

/** What happened to a device, newest first. */
export function DeviceHistory({
  entries,
  translations: { t, formats, timeZone },
}: {
  /** Null while the audit log can't be read. */
  entries: readonly AuditEntry[] | null
  translations: Translations
}) {
  return (
    <section aria-labelledby="history">
      <h2 id="history" className="mb-3 text-group font-bold">
        {t('device.history')}
      </h2>
      {!entries?.length && (
        <p className="text-small text-soft">
          {t(entries === null ? 'device.historyUnreadable' : 'device.historyEmpty')}
        </p>
      )}
      <ol className="flex flex-col gap-2 text-small">
        {entries?.map((entry) => {
          const at = entry.at.toISOString()
          return (
            <li
              key={`${entry.correlationId}-${entry.type}-${at}`}
              className="flex flex-wrap gap-x-3"
            >
              <time dateTime={at} className="text-soft">
                {exactTime(at, formats, timeZone)}
              </time>
              <span>{entryText(entry, 'device', t)}</span>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
