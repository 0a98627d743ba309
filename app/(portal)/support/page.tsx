import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { ApprovalsList } from '@/components/support/approvals/approvals-list'
import { CannotCard } from '@/components/support/acting/cannot-card'
import { SupportProblem } from '@/components/support/lookup/support-problem'
import { FindForm } from '@/components/support/lookup/find-form'
import { requireAgent } from '@/components/support/lookup/require-agent'
import { problemOf } from '@/lib/actions/problems'
import { supportPaths } from '@/lib/web/support-paths'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { supportPreferences } from '@/lib/i18n/request-preferences'
import { approvalsOptions } from '@/lib/query/support'
import { listOpenApprovals } from '@/lib/support/approvals/read-approvals'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await supportPreferences()
  return { title: t('desk.page') }
}

export default async function SupportPage() {
  const at = now()
  const agent = await requireAgent(supportPaths.start, at, readDeadline())
  if (!agent.ok)
    return <SupportProblem problem={problemOf(agent.error)} retry={supportPaths.start} />
  const { t } = await supportPreferences()
  const client = new QueryClient()
  client.setQueryData(
    approvalsOptions().queryKey,
    { approvals: await listOpenApprovals({ agent: agent.value, at }), readAt: at.toISOString() },
    { updatedAt: at.getTime() },
  )
  return (
    <div className="flex flex-col gap-8">
      <h1 className="text-title font-bold tracking-tight">{t('desk.title')}</h1>
      <FindForm />
      <HydrationBoundary state={dehydrate(client)}>
        <ApprovalsList />
      </HydrationBoundary>
      <CannotCard t={t} />
    </div>
  )
}
