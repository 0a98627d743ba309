'use client'

import { useQuery } from '@tanstack/react-query'
import { receiptOptions } from '@/lib/query/receipts'
import { FollowedReceipt } from './followed-receipt'

/** A receipt of one's own that follows its removal until nothing more is to come. */
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
  const { data, refetch } = useQuery(receiptOptions(number))
  if (data === undefined) return null
  return (
    <FollowedReceipt
      view={data}
      contact={contact}
      canAdd={canAdd}
      onChange={() => void refetch()}
    />
  )
}
