'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import type { ReceiptView } from '@/lib/actions/receipts'
import { isOver } from '@/lib/devices/receipts/receipt-state'
import { ReloadWithoutScript } from '../ui/reload-without-script'
import { ReceiptCard } from './receipt-card'

/** A receipt as it was read last. Without script the page is loaded again until the removal is over. */
export function FollowedReceipt({
  query: { data, refetch },
  canAdd,
}: {
  query: UseQueryResult<ReceiptView>
  canAdd: boolean
}) {
  if (data === undefined) return null
  const { receipt, readAt } = data
  const onChange = () => void refetch()
  return (
    <>
      {!isOver(receipt.state) && <ReloadWithoutScript />}
      <ReceiptCard key={receipt.state} now={readAt} {...{ receipt, canAdd, onChange }} />
    </>
  )
}
