'use client'

import { createContext, use, type ReactNode } from 'react'

type Stale = { readonly code: 'stale-sign-in'; readonly providerSkippedReauth: boolean }

const StaleContext = createContext<Stale | null>(null)

/** Tells the forms of a page that they need a fresh sign-in, so that they ask for it before they are sent. */
export function KnownStale({ stale, children }: { stale: Stale | null; children: ReactNode }) {
  return <StaleContext value={stale}>{children}</StaleContext>
}

/** The answer that the server would give to a form of this page; null where it would take the form. */
export function useKnownStale(): Stale | null {
  return use(StaleContext)
}
