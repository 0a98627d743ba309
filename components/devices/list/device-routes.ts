import { createContext, use } from 'react'
import { paths } from '@/lib/web/paths'

/** Where the list leads to: to one's own pages, or to the support desk's. */
export type DeviceRoutes = Pick<typeof paths, 'device' | 'remove' | 'receipt'> & {
  readonly devices: string
  /** Whether it is the person themselves who looks: only they take a removal back, or clean up. */
  readonly own: boolean
}

export const DeviceRoutesContext = createContext<DeviceRoutes>({ ...paths, own: true })

export function useDeviceRoutes(): DeviceRoutes {
  return use(DeviceRoutesContext)
}
