'use client'

import { useQuery } from '@tanstack/react-query'
import { personReceiptOptions } from '@/lib/query/support'
import { FollowedReceipt } from '../../receipts/followed-receipt'
import { SupportRoutes } from './support-routes'

/** The receipt of a removal as agents see it. */
export function SupportReceipt({
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
    <SupportRoutes userId={userId}>
      <FollowedReceipt
        view={data}
        contact={contact}
        canAdd={false}
        onChange={() => void refetch()}
      />
    </SupportRoutes>
  )
}
