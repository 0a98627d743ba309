import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { CleanUpFrame } from '@/components/clean-up/clean-up-frame'
import { CleanUpProgress } from '@/components/clean-up/clean-up-progress'
import { KnownStale } from '@/components/confirm/known-stale'
import { PageProblem } from '@/components/layout/page-problem'
import { problemOf } from '@/lib/actions/problems'
import { readCleanUp } from '@/lib/devices/removal/clean-up'
import { requireSignIn } from '@/lib/identity/current'
import { seeOther } from '@/lib/identity/see-other'
import { recordedSubject } from '@/lib/identity/subject'
import { staleness, undoGraceSeconds } from '@/lib/identity/step-up'
import { paths } from '@/lib/paths'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { requestPreferences } from '@/lib/preferences/request'
import { cleanUpOptions } from '@/lib/query/clean-ups'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.cleanUp') }
}

export default async function CleanUpProgressPage({
  params,
}: PageProps<'/devices/clean-up/[number]'>) {
  const { number } = await params
  const { actor, signIn } = await requireSignIn(paths.cleanUpProgress(number))
  const at = now()
  const subject = await recordedSubject(signIn, at, readDeadline())
  if (!subject.ok && subject.error.code !== 'not-known')
    return <PageProblem problem={problemOf(subject.error)} retry={paths.cleanUpProgress(number)} />
  const receipts = subject.ok ? await readCleanUp(actor, subject.value, number) : null
  if (receipts === null) seeOther(paths.notFound)
  const client = new QueryClient()
  client.setQueryData(
    cleanUpOptions(number).queryKey,
    { receipts, readAt: at.toISOString() },
    { updatedAt: at.getTime() },
  )
  return (
    <CleanUpFrame step="progress">
      <HydrationBoundary state={dehydrate(client)}>
        <KnownStale stale={staleness(signIn, at, undoGraceSeconds())}>
          <CleanUpProgress number={number} />
        </KnownStale>
      </HydrationBoundary>
    </CleanUpFrame>
  )
}
