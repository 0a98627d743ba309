import { SeededQuery } from '@/components/layout/seeded-query'
import { pageTitle } from '@/components/layout/page-title'
import { askAgent } from '@/components/support/acting/support-confirm-card'
import { ApprovalScreen } from '@/components/support/approvals/approval-screen'
import { SupportProblem } from '@/components/support/lookup/support-problem'
import { loadApproval } from '@/lib/pages/support/load-approvals'
import { approvalOptions } from '@/lib/query/support'
import { supportPaths } from '@/lib/web/support-paths'

export const generateMetadata = pageTitle('desk.approval.page')

export default async function ApprovalPage({
  params,
  searchParams,
}: PageProps<'/support/approvals/[number]'>) {
  const { number } = await params
  const loaded = await loadApproval(number, await searchParams)
  if (!loaded.ok) return <SupportProblem {...loaded.error} />
  const { approval, confirmation, at } = loaded.value
  return (
    <SeededQuery of={approvalOptions(number)} data={{ approval, readAt: at.toISOString() }} at={at}>
      <ApprovalScreen number={number}>
        {askAgent({ page: supportPaths.approval(number), confirmation, level: 2 })}
      </ApprovalScreen>
    </SeededQuery>
  )
}
