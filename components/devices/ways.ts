import { createContext, use } from 'react'
import { paths } from '@/lib/paths'

/** Where the list leads to: to one's own pages, or to the support desk's. */
export type Ways = Pick<typeof paths, 'device' | 'remove' | 'receipt'> & {
  readonly devices: string
  /** Whether it is the person themselves who looks: only they take a removal back, or clean up. */
  readonly own: boolean
}

export const WaysContext = createContext<Ways>({ ...paths, own: true })

export function useWays(): Ways {
  return use(WaysContext)
}
