import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { ActingBanner } from '@/components/support/acting-banner'
import { DeskProblem } from '@/components/support/desk-problem'
import { DeskReceipt } from '@/components/support/desk-receipt'
import { requirePerson } from '@/components/support/require-person'
import { requireAgent } from '@/components/support/require-agent'
import { problemOf } from '@/lib/actions/problems'
import { branding } from '@/lib/branding'
import { deskPaths } from '@/lib/desk-paths'
import { seeOther } from '@/lib/identity/see-other'
import { paths } from '@/lib/paths'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { deskPreferences } from '@/lib/preferences/request'
import { personReceiptOptions } from '@/lib/query/desk'
import { receiptFor } from '@/lib/support/devices'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await deskPreferences()
  return { title: t('page.receipt') }
}

export default async function PersonReceiptPage({
  params,
}: PageProps<'/support/users/[userId]/receipts/[number]'>) {
  const { number, userId: text } = await params
  const userId = requirePerson(text, (person) => deskPaths.receipt(person, number))
  const [retry, at] = [deskPaths.receipt(userId, number), now()]
  const agent = await requireAgent(retry, at, readDeadline())
  const found = agent.ok ? await receiptFor(agent.value, userId, number, at) : agent
  if (!found.ok && found.error.code === 'not-found') seeOther(paths.notFound)
  if (!found.ok) return <DeskProblem problem={problemOf(found.error)} retry={retry} />
  const { receipt, person } = found.value
  const { t } = await deskPreferences()
  const client = new QueryClient()
  client.setQueryData(
    personReceiptOptions(userId, number).queryKey,
    { receipt, readAt: at.toISOString() },
    { updatedAt: at.getTime() },
  )
  return (
    <>
      <ActingBanner userId={userId} person={person} />
      <HydrationBoundary state={dehydrate(client)}>
        <DeskReceipt
          userId={userId}
          number={number}
          contact={branding().contact ?? t('coverage.support')}
        />
      </HydrationBoundary>
    </>
  )
}
