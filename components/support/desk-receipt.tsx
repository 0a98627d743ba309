'use client'

import { useQuery } from '@tanstack/react-query'
import { personReceiptOptions } from '@/lib/query/desk'
import { FollowedReceipt } from '../receipts/followed-receipt'
import { DeskWays } from './desk-ways'

/** The receipt of a removal as the desk sees it. */
export function DeskReceipt({
  userId,
  number,
  contact,
}: {
  userId: string
  number: string
  contact: string
}) {
  const { data, refetch } = useQuery(personReceiptOptions(userId, number))
  if (data === undefined) return null
  return (
    <DeskWays userId={userId}>
      <FollowedReceipt
        view={data}
        contact={contact}
        canAdd={false}
        onChange={() => void refetch()}
      />
    </DeskWays>
  )
}
