import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { ActingBanner } from '@/components/support/acting/acting-banner'
import { SupportProblem, NotInTheirList } from '@/components/support/lookup/support-problem'
import { SupportReceipt } from '@/components/support/acting/support-receipt'
import { requirePerson } from '@/components/support/lookup/require-person'
import { requireAgent } from '@/components/support/lookup/require-agent'
import { problemOf } from '@/lib/actions/problems'
import { branding } from '@/lib/platform/branding'
import { supportPaths } from '@/lib/web/support-paths'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { supportPreferences } from '@/lib/i18n/request-preferences'
import { personReceiptOptions } from '@/lib/query/support'
import { findPersonReceipt } from '@/lib/support/acting/person-devices'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await supportPreferences()
  return { title: t('page.receipt') }
}

export default async function PersonReceiptPage({
  params,
}: PageProps<'/support/users/[userId]/receipts/[number]'>) {
  const { number, userId: text } = await params
  const userId = requirePerson(text, (person) => supportPaths.receipt(person, number))
  const [retry, at] = [supportPaths.receipt(userId, number), now()]
  const agent = await requireAgent(retry, at, readDeadline())
  const found = agent.ok
    ? await findPersonReceipt({ agent: agent.value, userId, referenceCode: number, at })
    : agent
  if (!found.ok && found.error.code === 'not-found') return <NotInTheirList userId={userId} />
  if (!found.ok) return <SupportProblem problem={problemOf(found.error)} retry={retry} />
  const { receipt, person } = found.value
  const { t } = await supportPreferences()
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
        <SupportReceipt
          userId={userId}
          number={number}
          contact={branding().contact ?? t('coverage.support')}
        />
      </HydrationBoundary>
    </>
  )
}
