'use client'

import { createContext, use, type ReactNode } from 'react'

type Stale = { readonly code: 'stale-sign-in'; readonly providerSkippedReauth: boolean }

const StaleContext = createContext<Stale | null>(null)

/** Tells the forms of a page that they need a fresh sign-in, so that they ask for it before they are sent. */
export function KnownStale({ stale, children }: { stale: Stale | null; children: ReactNode }) {
  return <StaleContext value={stale}>{children}</StaleContext>
}

/** The server's answer to a form, or the one it would give. */
export function useAnswer<State>(answer: State | null): State | Stale | null {
  const stale = use(StaleContext)
  return answer ?? stale
}
