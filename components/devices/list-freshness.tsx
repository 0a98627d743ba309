'use client'

import type { ListProblem } from '@/lib/actions/states'
import { Notice } from '../ui/notice'
import { clockTime } from '../ui/times'
import { useWords } from '../words'

/** How old the list is, and a way to ask again; a warning when asking again failed. */
export function ListFreshness({
  readAt,
  problem,
  fetching,
  onRefresh,
}: {
  readAt: string
  problem: ListProblem | null
  fetching: boolean
  onRefresh: () => void
}) {
  const { t, formats, timeZone } = useWords()
  const when = clockTime(readAt, formats, timeZone)
  const link = 'inline-flex min-h-11 items-center font-semibold underline underline-offset-3'
  return problem === null ? (
    <p className="-mt-5 flex flex-wrap items-center gap-x-3 text-small text-soft">
      {t('coverage.checked', { when })}
      <button type="button" className={`${link} text-accent cursor-pointer`} onClick={onRefresh}>
        {fetching ? t('coverage.refreshing') : t('coverage.refresh')}
      </button>
    </p>
  ) : (
    <Notice tone="warn" alert>
      <p>{t('notice.stale', { when, problem: t(`error.${problem.code}`) })}</p>
      <button type="button" className={`${link} cursor-pointer`} onClick={onRefresh}>
        {fetching ? t('coverage.refreshing') : t('notice.tryAgain')}
      </button>
    </Notice>
  )
}
