import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { ApprovalScreen } from '@/components/support/approval-screen'
import { DeskConfirm } from '@/components/support/desk-confirm'
import { DeskProblem } from '@/components/support/desk-problem'
import { requireAgent } from '@/components/support/require-agent'
import { problemOf } from '@/lib/actions/problems'
import { deskPaths } from '@/lib/desk-paths'
import { requireSignIn } from '@/lib/identity/current'
import { seeOther } from '@/lib/identity/see-other'
import { isFresh } from '@/lib/identity/step-up'
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
  const client = new QueryClient()
  client.setQueryData(
    approvalOptions(number).queryKey,
    { approval, readAt: at.toISOString() },
    { updatedAt: at.getTime() },
  )
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ApprovalScreen number={number}>
        {isFresh((await requireSignIn(retry)).signIn, at) ? null : (
          <DeskConfirm returnTo={retry} again={(await searchParams)['confirmed'] !== undefined} />
        )}
      </ApprovalScreen>
    </HydrationBoundary>
  )
}
