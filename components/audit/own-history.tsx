import type { OwnEntry } from '@/lib/audit/reading/own-history'
import { paths } from '@/lib/web/paths'
import type { Translations } from '@/lib/i18n/translator'
import { Fingerprint } from '../devices/row/device-mark'
import { nameInText } from '../devices/row/device-name'
import { Card } from '../ui/card'
import { clockTime, exactTime, fullDay, isSameDay } from '../ui/times'
import { entryText } from './entry-text'
import { Rich } from '../ui/rich'

/** A history by days, newest first, as the entries come. */
export function OwnHistory({
  entries,
  translations,
  level = 2,
  receiptPath = paths.receipt,
}: {
  entries: readonly OwnEntry[]
  translations: Translations
  /** Of the days' headings. */
  level?: 2 | 3
  receiptPath?: (number: string) => string
}) {
  const Heading = `h${level}` as const
  return byDay(entries, translations.timeZone).map((day) => {
    const [{ id, at }] = day
    return (
      <section key={id} aria-labelledby={`day-${id}`} className="flex flex-col gap-2">
        <Heading
          id={`day-${id}`}
          className={`px-1 ${level === 2 ? 'text-group font-bold' : 'text-small font-semibold text-soft'}`}
        >
          <time dateTime={at.slice(0, 10)}>
            {fullDay(at, translations.formats, translations.timeZone)}
          </time>
        </Heading>
        <Card>
          <ol className="divide-y divide-line">
            {day.map((entry) => (
              <HistoryEntry
                key={entry.id}
                entry={entry}
                translations={translations}
                receiptPath={receiptPath}
              />
            ))}
          </ol>
        </Card>
      </section>
    )
  })
}

type Day = [OwnEntry, ...OwnEntry[]]

function byDay(entries: readonly OwnEntry[], timeZone: string): Day[] {
  const days: Day[] = []
  for (const entry of entries) {
    const day = days.at(-1)
    if (day && isSameDay(day[0].at, entry.at, timeZone)) day.push(entry)
    else days.push([entry])
  }
  return days
}

function HistoryEntry({
  entry,
  translations,
  receiptPath,
}: {
  entry: OwnEntry
  translations: Translations
  receiptPath: (number: string) => string
}) {
  const { t, formats, timeZone } = translations
  const { event, at, by, device, fingerprint, receipt } = entry
  return (
    <li className="activity">
      <time dateTime={at} title={exactTime(at, formats, timeZone)} className="text-small text-soft">
        {clockTime(at, formats, timeZone)}
      </time>
      <div className="flex min-w-0 flex-col gap-0.5">
        <p>{event === null ? t('history.unknown') : entryText(event, 'own', t)}</p>
        {(device !== null || fingerprint !== null) && (
          <p className="flex flex-wrap items-baseline gap-x-2 text-small text-soft">
            {device !== null && (
              <span>
                <Rich text={nameInText(device, translations)} />
              </span>
            )}
            <Fingerprint code={fingerprint} />
          </p>
        )}
      </div>
      <p className="activity-end">
        {by === 'support' ? (
          <span className="rounded-chip bg-warn-soft px-2 font-semibold text-warn">
            {t('activity.by.support')}
          </span>
        ) : (
          <span>{t(`activity.by.${by}`)}</span>
        )}
        {receipt !== null && (
          <a
            href={receiptPath(receipt)}
            aria-label={t('activity.receiptOf', { number: receipt })}
            className="inline-flex min-h-6 items-center text-accent underline underline-offset-3"
          >
            {t('activity.receipt')}
          </a>
        )}
      </p>
    </li>
  )
}
