import { CleanUpFrame } from '@/components/clean-up/clean-up-frame'
import { CleanUpProgress } from '@/components/clean-up/clean-up-progress'
import { KnownStale } from '@/components/reauth/known-stale'
import { PageProblem } from '@/components/layout/page-problem'
import { SeededQuery } from '@/components/layout/seeded-query'
import { pageTitle } from '@/components/layout/page-title'
import { loadCleanUpProgress } from '@/lib/pages/own/load-clean-up'
import { cleanUpOptions } from '@/lib/query/clean-ups'

export const generateMetadata = pageTitle('page.cleanUp')

export default async function CleanUpProgressPage({
  params,
}: PageProps<'/devices/clean-up/[number]'>) {
  const { number } = await params
  const loaded = await loadCleanUpProgress(number)
  if (!loaded.ok) return <PageProblem {...loaded.error} />
  const { receipts, stale, at } = loaded.value
  return (
    <CleanUpFrame step="progress">
      <SeededQuery
        of={cleanUpOptions(number)}
        data={{ receipts, readAt: at.toISOString() }}
        at={at}
      >
        <KnownStale stale={stale}>
          <CleanUpProgress number={number} />
        </KnownStale>
      </SeededQuery>
    </CleanUpFrame>
  )
}
