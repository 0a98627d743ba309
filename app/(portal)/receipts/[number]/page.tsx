import type { Metadata } from 'next'
import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import { ReceiptScreen } from '@/components/receipts/receipt-screen'
import { KnownStale } from '@/components/confirm/known-stale'
import { PageProblem } from '@/components/layout/page-problem'
import { problemOf } from '@/lib/actions/problems'
import { isAddingSetUp } from '@/lib/activations/options'
import { branding } from '@/lib/branding'
import { readReceipt } from '@/lib/devices/removal/receipt'
import { requireSignIn } from '@/lib/identity/current'
import { seeOther } from '@/lib/identity/see-other'
import { recordedSubject } from '@/lib/identity/subject'
import { staleness, undoGraceSeconds } from '@/lib/identity/step-up'
import { paths } from '@/lib/paths'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { requestPreferences } from '@/lib/preferences/request'
import { receiptOptions } from '@/lib/query/receipts'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.receipt') }
}

export default async function ReceiptPage({ params }: PageProps<'/receipts/[number]'>) {
  const deadline = readDeadline()
  const { number } = await params
  const { actor, signIn } = await requireSignIn(paths.receipt(number))
  const at = now()
  const subject = await recordedSubject(signIn, at, deadline)
  if (!subject.ok && subject.error.code !== 'not-known')
    return <PageProblem problem={problemOf(subject.error)} retry={paths.receipt(number)} />
  const receipt = subject.ok ? await readReceipt(actor, subject.value, number) : null
  if (receipt === null) seeOther(paths.notFound)
  const { t } = await requestPreferences()
  const client = new QueryClient()
  client.setQueryData(
    receiptOptions(number).queryKey,
    { receipt, readAt: at.toISOString() },
    { updatedAt: at.getTime() },
  )
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <KnownStale stale={staleness(signIn, at, undoGraceSeconds())}>
        <ReceiptScreen
          number={number}
          contact={branding().contact ?? t('coverage.support')}
          canAdd={isAddingSetUp()}
        />
      </KnownStale>
    </HydrationBoundary>
  )
}
