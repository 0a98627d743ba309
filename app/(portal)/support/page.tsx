import { SeededQuery } from '@/components/layout/seeded-query'
import { pageTitle } from '@/components/layout/page-title'
import { CannotCard } from '@/components/support/acting/cannot-card'
import { ApprovalsList } from '@/components/support/approvals/approvals-list'
import { FindForm } from '@/components/support/lookup/find-form'
import { SupportProblem } from '@/components/support/lookup/support-problem'
import { supportPreferences } from '@/lib/i18n/request-preferences'
import { loadApprovals } from '@/lib/pages/support/load-approvals'
import { approvalsOptions } from '@/lib/query/support'

export const generateMetadata = pageTitle('desk.page')

export default async function SupportPage() {
  const loaded = await loadApprovals()
  if (!loaded.ok) return <SupportProblem {...loaded.error} />
  const { approvals, at } = loaded.value
  const { t } = await supportPreferences()
  return (
    <div className="flex flex-col gap-8">
      <h1 className="text-title font-bold tracking-tight">{t('desk.title')}</h1>
      <FindForm />
      <SeededQuery of={approvalsOptions()} data={{ approvals, readAt: at.toISOString() }} at={at}>
        <ApprovalsList />
      </SeededQuery>
      <CannotCard t={t} />
    </div>
  )
}
