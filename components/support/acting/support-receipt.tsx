'use client'

import { useQuery } from '@tanstack/react-query'
import { personReceiptOptions } from '@/lib/query/support'
import { FollowedReceipt } from '../../receipts/followed-receipt'
import { SupportRoutes } from './support-routes'

/** The receipt of a removal as agents see it. */
export function SupportReceipt({ userId, number }: { userId: string; number: string }) {
  const query = useQuery(personReceiptOptions(userId, number))
  return (
    <SupportRoutes userId={userId}>
      <FollowedReceipt query={query} canAdd={false} />
    </SupportRoutes>
  )
}
