import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { ApprovalsList } from '@/components/support/approvals-list'
import { CannotCard } from '@/components/support/cannot-card'
import { DeskProblem } from '@/components/support/desk-problem'
import { FindForm } from '@/components/support/find-form'
import { requireAgent } from '@/components/support/require-agent'
import { problemOf } from '@/lib/actions/problems'
import { deskPaths } from '@/lib/desk-paths'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { deskPreferences } from '@/lib/preferences/request'
import { approvalsOptions } from '@/lib/query/desk'
import { openApprovals } from '@/lib/support/approval-rows'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await deskPreferences()
  return { title: t('desk.page') }
}

export default async function SupportPage() {
  const at = now()
  const agent = await requireAgent(deskPaths.start, at, readDeadline())
  if (!agent.ok) return <DeskProblem problem={problemOf(agent.error)} retry={deskPaths.start} />
  const { t } = await deskPreferences()
  const client = new QueryClient()
  client.setQueryData(
    approvalsOptions().queryKey,
    { approvals: await openApprovals(agent.value, at), readAt: at.toISOString() },
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
