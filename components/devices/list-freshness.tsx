'use client'

import type { ListProblem } from '@/lib/actions/states'
import { Notice } from '../ui/notice'
import { clockTime } from '../ui/times'
import { useWords } from '../words'

const link =
  'inline-flex min-h-11 items-center font-semibold underline underline-offset-3 cursor-pointer'

type Refresh = { readAt: string; fetching: boolean; onRefresh: () => void }

/** How old the list is, and a way to ask again. */
export function ListAge({ readAt, fetching, onRefresh }: Refresh) {
  const { t, formats, timeZone } = useWords()
  return (
    <p className="mt-1 -mb-2.5 flex flex-wrap items-center gap-x-3 text-small text-soft">
      {t('coverage.checked', { when: clockTime(readAt, formats, timeZone) })}
      <button type="button" className={`${link} text-accent`} onClick={onRefresh}>
        {fetching ? t('coverage.refreshing') : t('coverage.refresh')}
      </button>
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
      <button type="button" className={link} onClick={onRefresh}>
        {fetching ? t('coverage.refreshing') : t('notice.tryAgain')}
      </button>
    </Notice>
  )
}
