'use client'

import { useQuery } from '@tanstack/react-query'
import { receiptOptions } from '@/lib/query/receipts'
import { FollowedReceipt } from './followed-receipt'

/** A person's own receipt. It follows its removal until that is over. */
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
