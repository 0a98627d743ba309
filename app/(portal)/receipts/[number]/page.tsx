import type { Metadata } from 'next'
import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import { ReceiptScreen } from '@/components/receipts/receipt-screen'
import { KnownStale } from '@/components/reauth/known-stale'
import { PageProblem } from '@/components/layout/page-problem'
import { problemOf } from '@/lib/actions/problems'
import { isAddingSetUp } from '@/lib/activations/steps/add-options'
import { branding } from '@/lib/platform/branding'
import { findReceipt } from '@/lib/devices/removal/receipts'
import { requireSession } from '@/lib/auth/sessions/current-session'
import { redirect303 } from '@/lib/web/redirect'
import { authorize } from '@/lib/auth/authorization/authorize'
import { recordedSubject } from '@/lib/auth/authorization/subject'
import { requireFreshAuth, undoGraceSeconds } from '@/lib/auth/step-up/freshness'
import { paths } from '@/lib/web/paths'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { receiptOptions } from '@/lib/query/receipts'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.receipt') }
}

export default async function ReceiptPage({ params }: PageProps<'/receipts/[number]'>) {
  const deadline = readDeadline()
  const { number } = await params
  const { actor, signIn } = await requireSession(paths.receipt(number))
  const at = now()
  const subject = await recordedSubject(signIn, at, deadline)
  if (!subject.ok && subject.error.code !== 'not-known')
    return <PageProblem problem={problemOf(subject.error)} retry={paths.receipt(number)} />
  const authorized = subject.ok ? authorize(actor, 'devices:list:own', subject.value) : subject
  const receipt = authorized.ok
    ? await findReceipt({ authorized: authorized.value, referenceCode: number })
    : null
  if (receipt === null) redirect303(paths.notFound)
  const { t } = await requestPreferences()
  const client = new QueryClient()
  client.setQueryData(
    receiptOptions(number).queryKey,
    { receipt, readAt: at.toISOString() },
    { updatedAt: at.getTime() },
  )
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <KnownStale stale={requireFreshAuth(signIn, at, undoGraceSeconds())}>
        <ReceiptScreen
          number={number}
          contact={branding().contact ?? t('coverage.support')}
          canAdd={isAddingSetUp()}
        />
      </KnownStale>
    </HydrationBoundary>
  )
}
