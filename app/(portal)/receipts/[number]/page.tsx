import type { Metadata } from 'next'
import { PageProblem } from '@/components/layout/page-problem'
import { SeededQuery } from '@/components/layout/seeded-query'
import { KnownStale } from '@/components/reauth/known-stale'
import { ReceiptScreen } from '@/components/receipts/receipt-screen'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { loadReceipt } from '@/lib/pages/own/load-receipt'
import { branding } from '@/lib/platform/branding'
import { receiptOptions } from '@/lib/query/receipts'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  return { title: t('page.receipt') }
}

export default async function ReceiptPage({ params }: PageProps<'/receipts/[number]'>) {
  const { number } = await params
  const loaded = await loadReceipt(number)
  if (!loaded.ok) return <PageProblem {...loaded.error} />
  const { receipt, stale, canAdd, at } = loaded.value
  const { t } = await requestPreferences()
  return (
    <SeededQuery
      queryKey={receiptOptions(number).queryKey}
      data={{ receipt, readAt: at.toISOString() }}
      at={at}
    >
      <KnownStale stale={stale}>
        <ReceiptScreen
          number={number}
          contact={branding().contact ?? t('coverage.support')}
          canAdd={canAdd}
        />
      </KnownStale>
    </SeededQuery>
  )
}
