'use client'

import type { ReceiptView } from '@/lib/actions/receipts'
import { isOver } from '@/lib/devices/receipts/receipt-state'
import { ReceiptCard } from './receipt-card'

/** A receipt as it was read last. Without script the page is loaded again until the removal is over. */
export function FollowedReceipt({
  view: { receipt, readAt },
  ...card
}: {
  view: ReceiptView
  contact: string
  /** Whether a phone can be added here. */
  canAdd: boolean
  onChange: () => void
}) {
  return (
    <>
      {!isOver(receipt.state) && (
        <noscript>
          <meta httpEquiv="refresh" content="5" />
        </noscript>
      )}
      <ReceiptCard key={receipt.state} receipt={receipt} now={readAt} {...card} />
    </>
  )
}
