import type { OwnSession } from '@/lib/auth/sessions/own-sessions'
import type { Translations } from '@/lib/i18n/translator'
import { buttons } from '../ui/button'
import { clockTime, exactTime, friendlyDay } from '../ui/times'
import { browserName } from './browser-text'

/** One session of the person; every one but the present can be ended. */
export function SessionRow({
  session,
  now,
  translations,
}: {
  session: OwnSession
  /** ISO 8601, UTC. */
  now: string
  translations: Translations
}) {
  const { t, formats, timeZone } = translations
  const { handle, isThis, signedInAt, lastSeenAt } = session
  const name = browserName(session, t)
  return (
    <li className="flex items-center gap-4 py-3.5 ps-4 pe-2 sm:ps-5 sm:pe-3">
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <p className="flex flex-wrap items-center gap-x-2.5">
          <span className="font-semibold">{name}</span>
          {isThis && (
            <span className="rounded-chip bg-ok-soft px-2 text-small font-semibold text-ok">
              {t('signIns.this')}
            </span>
          )}
        </p>
        <p className="flex flex-wrap gap-x-4 text-small text-soft">
          {!isThis && (
            <span>
              {t('signIns.seen')} <Moment at={lastSeenAt} now={now} translations={translations} />
            </span>
          )}
          <span>
            {t('signIns.since')} <Moment at={signedInAt} now={now} translations={translations} />
          </span>
        </p>
      </div>
      {!isThis && (
        <button
          name="session"
          value={handle}
          aria-label={t('signIns.endNamed', {
            name,
            when: exactTime(signedInAt, formats, timeZone),
          })}
          className={buttons.quietDanger}
        >
          {t('signIns.end')}
        </button>
      )}
    </li>
  )
}

function Moment({
  at,
  now,
  translations,
}: {
  at: string
  now: string
  translations: Translations
}) {
  const { formats, timeZone } = translations
  return (
    <time dateTime={at} title={exactTime(at, formats, timeZone)}>
      {friendlyDay(at, now, formats, timeZone)}, {clockTime(at, formats, timeZone)}
    </time>
  )
}
