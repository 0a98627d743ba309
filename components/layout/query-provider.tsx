'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'

/** A page may send its data as text: the framework walks through every value of an object, but copies a text. */
function deserialize(data: unknown): unknown {
  return typeof data === 'string' ? JSON.parse(data) : data
}

/** One client per visit to the signed-in pages: the next person to sign in starts with an empty one, by their stamp. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(
    () => new QueryClient({ defaultOptions: { hydrate: { deserializeData: deserialize } } }),
  )
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>
}
