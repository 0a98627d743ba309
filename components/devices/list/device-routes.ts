import { createContext, use } from 'react'
import { paths } from '@/lib/web/paths'

/** Where the list leads: to the person's own pages, or to those of support. */
export type DeviceRoutes = Pick<typeof paths, 'device' | 'remove' | 'receipt'> & {
  readonly devices: string
  /** Whether the person themselves looks. Only they undo a removal or clean up. */
  readonly own: boolean
}

export const DeviceRoutesContext = createContext<DeviceRoutes>({ ...paths, own: true })

export function useDeviceRoutes(): DeviceRoutes {
  return use(DeviceRoutesContext)
}
