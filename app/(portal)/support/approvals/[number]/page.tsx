import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { ApprovalScreen } from '@/components/support/approval-screen'
import { DeskConfirmCard } from '@/components/support/desk-confirm-card'
import { DeskProblem } from '@/components/support/desk-problem'
import { requireAgent } from '@/components/support/require-agent'
import { problemOf } from '@/lib/actions/problems'
import { deskPaths } from '@/lib/desk-paths'
import { confirmationOf } from '@/lib/identity/confirmation'
import { requireSignIn } from '@/lib/identity/current'
import { seeOther } from '@/lib/identity/see-other'
import { paths } from '@/lib/paths'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { deskPreferences } from '@/lib/preferences/request'
import { approvalOptions } from '@/lib/query/desk'
import { openApproval } from '@/lib/support/approval-rows'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await deskPreferences()
  return { title: t('desk.approval.page') }
}

export default async function ApprovalPage({
  params,
  searchParams,
}: PageProps<'/support/approvals/[number]'>) {
  const { number } = await params
  const [retry, at] = [deskPaths.approval(number), now()]
  const agent = await requireAgent(retry, at, readDeadline())
  if (!agent.ok) return <DeskProblem problem={problemOf(agent.error)} retry={retry} />
  const approval = await openApproval(agent.value, number, at)
  if (approval === null) seeOther(paths.notFound)
  const { signIn } = await requireSignIn(retry)
  const confirmation = confirmationOf(signIn, retry, await searchParams, at)
  const client = new QueryClient()
  client.setQueryData(
    approvalOptions(number).queryKey,
    { approval, readAt: at.toISOString() },
    { updatedAt: at.getTime() },
  )
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ApprovalScreen number={number}>
        {confirmation.isFresh ? null : (
          <DeskConfirmCard level={2} page={retry} confirmation={confirmation} />
        )}
      </ApprovalScreen>
    </HydrationBoundary>
  )
}
