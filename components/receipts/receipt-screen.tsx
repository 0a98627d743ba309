'use client'

import { useQuery } from '@tanstack/react-query'
import { receiptOptions } from '@/lib/query/receipts'
import { FollowedReceipt } from './followed-receipt'

/** A person's own receipt. It follows its removal until that is over. */
export function ReceiptScreen({ number, canAdd }: { number: string; canAdd: boolean }) {
  return <FollowedReceipt query={useQuery(receiptOptions(number))} canAdd={canAdd} />
}
