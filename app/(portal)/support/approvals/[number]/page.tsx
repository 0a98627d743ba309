import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { ApprovalScreen } from '@/components/support/approvals/approval-screen'
import { SupportConfirmCard } from '@/components/support/acting/support-confirm-card'
import { SupportProblem } from '@/components/support/lookup/support-problem'
import { requireAgent } from '@/components/support/lookup/require-agent'
import { problemOf } from '@/lib/actions/problems'
import { supportPaths } from '@/lib/web/support-paths'
import { confirmationOf } from '@/lib/auth/step-up/confirmation'
import { requireSession } from '@/lib/auth/sessions/current-session'
import { redirect303 } from '@/lib/web/redirect'
import { paths } from '@/lib/web/paths'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { supportPreferences } from '@/lib/i18n/request-preferences'
import { approvalOptions } from '@/lib/query/support'
import { viewApproval } from '@/lib/support/approvals/read-approvals'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await supportPreferences()
  return { title: t('desk.approval.page') }
}

export default async function ApprovalPage({
  params,
  searchParams,
}: PageProps<'/support/approvals/[number]'>) {
  const { number } = await params
  const [retry, at] = [supportPaths.approval(number), now()]
  const agent = await requireAgent(retry, at, readDeadline())
  if (!agent.ok) return <SupportProblem problem={problemOf(agent.error)} retry={retry} />
  const approval = await viewApproval({ agent: agent.value, referenceCode: number, at })
  if (approval === null) redirect303(paths.notFound)
  const { signIn } = await requireSession(retry)
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
          <SupportConfirmCard level={2} page={retry} confirmation={confirmation} />
        )}
      </ApprovalScreen>
    </HydrationBoundary>
  )
}
