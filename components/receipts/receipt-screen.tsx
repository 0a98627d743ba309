'use client'

import { useQuery } from '@tanstack/react-query'
import { isOver } from '@/lib/devices/removal/receipt-state'
import { receiptOptions } from '@/lib/query/receipts'
import { ReceiptCard } from './receipt-card'

/** A receipt that follows its removal until nothing more is to come; without script it is loaded again instead. */
export function ReceiptScreen({
  number,
  contact,
  canAdd,
}: {
  number: string
  contact: string
  /** Whether a phone can be added here. */
  canAdd: boolean
}) {
  const query = useQuery(receiptOptions(number))
  if (query.data === undefined) return null
  const { receipt, readAt } = query.data
  return (
    <>
      {!isOver(receipt.state) && (
        <noscript>
          <meta httpEquiv="refresh" content="5" />
        </noscript>
      )}
      <ReceiptCard
        key={receipt.state}
        receipt={receipt}
        now={readAt}
        contact={contact}
        canAdd={canAdd}
        onChange={() => void query.refetch()}
      />
    </>
  )
}
