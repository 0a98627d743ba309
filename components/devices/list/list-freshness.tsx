'use client'

import type { ReactNode } from 'react'
import type { ListProblem } from '@/lib/actions/form-states'
import type { Translations } from '@/lib/i18n/translator'
import { Notice } from '../../ui/notice'
import { clockTime, fullDay, isSameDay, zonedClockTime } from '../../ui/times'
import { useTranslations } from '../../layout/translations'
import { useDeviceRoutes } from './device-routes'
import type { removalsFrom } from './use-device-list'

type Refresh = { readAt: string; fetching: boolean; onRefresh: () => void }

/** How old the list is, and a button to read it again. */
export function ListAge({ readAt, fetching, onRefresh }: Refresh) {
  const { t, formats, timeZone } = useTranslations()
  return (
    <p className="mt-1 -mb-2.5 flex flex-wrap items-center gap-x-3 text-small text-soft">
      {t('coverage.checked', { when: clockTime(readAt, formats, timeZone) })}
      <RefreshLink onRefresh={onRefresh} className="text-accent">
        {fetching ? t('coverage.refreshing') : t('coverage.refresh')}
      </RefreshLink>
    </p>
  )
}

/** The exact time when an old list was read. The day is left out when the last failed request was on the same day. */
function whenRead(readAt: string, triedAt: string, { t, formats, timeZone }: Translations): string {
  const time = zonedClockTime(readAt, formats, timeZone)
  return isSameDay(readAt, triedAt, timeZone)
    ? t('notice.at', { time })
    : t('notice.on', { date: fullDay(readAt, formats, timeZone), time })
}

/** The time that the coverage sentence is about, when the list is old. */
export function PastTense({ readAt, triedAt }: { readAt: string; triedAt: string }) {
  const translations = useTranslations()
  return (
    <p className="mt-2 text-small text-soft">
      {translations.t('coverage.asOf', { when: whenRead(readAt, triedAt, translations) })}
    </p>
  )
}

/** Says that the list is old because reading it failed: how old, why, and what that means for removals. */
export function StaleListNotice({
  readAt,
  fetching,
  onRefresh,
  triedAt,
  problem,
  removals,
}: Refresh & {
  /** When reading it failed. */
  triedAt: string
  problem: ListProblem
  removals: ReturnType<typeof removalsFrom>
}) {
  const translations = useTranslations()
  const { t } = translations
  return (
    <Notice tone="warn" alert>
      <p>
        {t('notice.stale', {
          when: whenRead(readAt, triedAt, translations),
          problem: t(`error.${problem.code}`),
        })}{' '}
        {t(removals === 'later' ? 'notice.stale.later' : 'notice.stale.off')}
      </p>
      {problem.reference !== undefined && (
        <p className="break-all">{t('failure.reference', { reference: problem.reference })}</p>
      )}
      <RefreshLink onRefresh={onRefresh}>
        {fetching ? t('coverage.refreshing') : t('notice.tryAgain')}
      </RefreshLink>
    </Notice>
  )
}

/** Reads the list again. Without script it loads the page again. */
function RefreshLink({
  onRefresh,
  className = '',
  children,
}: {
  onRefresh: () => void
  className?: string
  children: ReactNode
}) {
  const routes = useDeviceRoutes()
  return (
    <a
      href={routes.devices}
      className={`inline-flex min-h-11 items-center font-semibold underline underline-offset-3 ${className}`}
      onClick={(event) => {
        event.preventDefault()
        onRefresh()
      }}
    >
      {children}
    </a>
  )
}
