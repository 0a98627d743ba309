'use client'

import { useMemo, type ReactNode } from 'react'
import { deskPaths } from '@/lib/desk-paths'
import { WaysContext } from '../devices/ways'

/** Lists and receipts below lead to the desk's pages about one person. */
export function DeskWays({ userId, children }: { userId: string; children: ReactNode }) {
  const ways = useMemo(
    () => ({
      devices: deskPaths.person(userId),
      device: (id: string) => deskPaths.device(userId, id),
      remove: (id: string) => deskPaths.remove(userId, id),
      receipt: (number: string) => deskPaths.receipt(userId, number),
      own: false,
    }),
    [userId],
  )
  return <WaysContext value={ways}>{children}</WaysContext>
}
