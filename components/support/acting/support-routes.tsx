'use client'

import { useMemo, type ReactNode } from 'react'
import { supportPaths } from '@/lib/web/support-paths'
import { DeviceRoutesContext } from '../../devices/list/device-routes'

/** Makes lists and receipts below lead to the pages of support about one person. */
export function SupportRoutes({ userId, children }: { userId: string; children: ReactNode }) {
  const routes = useMemo(
    () => ({
      devices: supportPaths.person(userId),
      device: (id: string) => supportPaths.device(userId, id),
      remove: (id: string) => supportPaths.remove(userId, id),
      receipt: (number: string) => supportPaths.receipt(userId, number),
      own: false,
    }),
    [userId],
  )
  return <DeviceRoutesContext value={routes}>{children}</DeviceRoutesContext>
}
