import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { CleanUpFrame } from '@/components/clean-up/clean-up-frame'
import { CleanUpProgress } from '@/components/clean-up/clean-up-progress'
import { KnownStale } from '@/components/reauth/known-stale'
import { PageProblem } from '@/components/layout/page-problem'
import { problemOf } from '@/lib/actions/problems'
import { findCleanUp } from '@/lib/devices/removal/clean-up'
import { requireSession } from '@/lib/auth/sessions/current-session'
import { redirect303 } from '@/lib/web/redirect'
import { authorize } from '@/lib/auth/authorization/authorize'
import { recordedSubject } from '@/lib/auth/authorization/subject'
import { requireFreshAuth, undoGraceSeconds } from '@/lib/auth/step-up/freshness'
import { paths } from '@/lib/web/paths'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { cleanUpOptions } from '@/lib/query/clean-ups'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.cleanUp') }
}

export default async function CleanUpProgressPage({
  params,
}: PageProps<'/devices/clean-up/[number]'>) {
  const { number } = await params
  const { actor, signIn } = await requireSession(paths.cleanUpProgress(number))
  const at = now()
  const subject = await recordedSubject(signIn, at, readDeadline())
  if (!subject.ok && subject.error.code !== 'not-known')
    return <PageProblem problem={problemOf(subject.error)} retry={paths.cleanUpProgress(number)} />
  const authorized = subject.ok ? authorize(actor, 'devices:list:own', subject.value) : subject
  const receipts = authorized.ok
    ? await findCleanUp({ authorized: authorized.value, referenceCode: number })
    : null
  if (receipts === null) redirect303(paths.notFound)
  const client = new QueryClient()
  client.setQueryData(
    cleanUpOptions(number).queryKey,
    { receipts, readAt: at.toISOString() },
    { updatedAt: at.getTime() },
  )
  return (
    <CleanUpFrame step="progress">
      <HydrationBoundary state={dehydrate(client)}>
        <KnownStale stale={requireFreshAuth(signIn, at, undoGraceSeconds())}>
          <CleanUpProgress number={number} />
        </KnownStale>
      </HydrationBoundary>
    </CleanUpFrame>
  )
}
