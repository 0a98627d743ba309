import { PageProblem } from '@/components/layout/page-problem'
import { SeededQuery } from '@/components/layout/seeded-query'
import { pageTitle } from '@/components/layout/page-title'
import { KnownStale } from '@/components/reauth/known-stale'
import { ReceiptScreen } from '@/components/receipts/receipt-screen'
import { loadReceipt } from '@/lib/pages/own/load-receipt'
import { receiptOptions } from '@/lib/query/receipts'

export const generateMetadata = pageTitle('page.receipt')

export default async function ReceiptPage({ params }: PageProps<'/receipts/[number]'>) {
  const { number } = await params
  const loaded = await loadReceipt(number)
  if (!loaded.ok) return <PageProblem {...loaded.error} />
  const { receipt, stale, canAdd, at } = loaded.value
  return (
    <SeededQuery of={receiptOptions(number)} data={{ receipt, readAt: at.toISOString() }} at={at}>
      <KnownStale stale={stale}>
        <ReceiptScreen number={number} canAdd={canAdd} />
      </KnownStale>
    </SeededQuery>
  )
}
