'use client'

import type { ReactNode } from 'react'
import type { ListProblem } from '@/lib/actions/states'
import { paths } from '@/lib/paths'
import { Notice } from '../ui/notice'
import { clockTime } from '../ui/times'
import { useWords } from '../words'

type Refresh = { readAt: string; fetching: boolean; onRefresh: () => void }

/** How old the list is, and a way to ask again. */
export function ListAge({ readAt, fetching, onRefresh }: Refresh) {
  const { t, formats, timeZone } = useWords()
  return (
    <p className="mt-1 -mb-2.5 flex flex-wrap items-center gap-x-3 text-small text-soft">
      {t('coverage.checked', { when: clockTime(readAt, formats, timeZone) })}
      <RefreshLink onRefresh={onRefresh} className="text-accent">
        {fetching ? t('coverage.refreshing') : t('coverage.refresh')}
      </RefreshLink>
    </p>
  )
}

/** The last good list is shown, but asking again failed: how old it is, why, and that nothing can be removed from it. */
export function StaleNotice({
  readAt,
  fetching,
  onRefresh,
  problem,
}: Refresh & { problem: ListProblem }) {
  const { t, formats, timeZone } = useWords()
  return (
    <Notice tone="warn" alert>
      <p>
        {t('notice.stale', {
          when: clockTime(readAt, formats, timeZone),
          problem: t(`error.${problem.code}`),
        })}
      </p>
      <RefreshLink onRefresh={onRefresh}>
        {fetching ? t('coverage.refreshing') : t('notice.tryAgain')}
      </RefreshLink>
    </Notice>
  )
}

/** Asks again; without script by loading the page again. */
function RefreshLink({
  onRefresh,
  className = '',
  children,
}: {
  onRefresh: () => void
  className?: string
  children: ReactNode
}) {
  return (
    <a
      href={paths.devices}
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
