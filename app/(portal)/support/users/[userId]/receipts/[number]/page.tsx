import { ActingBanner } from '@/components/support/acting/acting-banner'
import { SupportProblem } from '@/components/support/lookup/support-problem'
import { SupportReceipt } from '@/components/support/acting/support-receipt'
import { SeededQuery } from '@/components/layout/seeded-query'
import { pageTitle } from '@/components/layout/page-title'
import { personReceiptOptions } from '@/lib/query/support'
import { loadPersonReceipt } from '@/lib/pages/support/load-person'

export const generateMetadata = pageTitle('page.receipt')

export default async function PersonReceiptPage({
  params,
}: PageProps<'/support/users/[userId]/receipts/[number]'>) {
  const { number, userId: text } = await params
  const loaded = await loadPersonReceipt(text, number)
  if (!loaded.ok) return <SupportProblem {...loaded.error} />
  const { userId, person, receipt, at } = loaded.value
  return (
    <>
      <ActingBanner userId={userId} person={person} />
      <SeededQuery
        of={personReceiptOptions(userId, number)}
        data={{ receipt, readAt: at.toISOString() }}
        at={at}
      >
        <SupportReceipt userId={userId} number={number} />
      </SeededQuery>
    </>
  )
}
