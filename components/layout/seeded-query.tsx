import {
  dehydrate,
  HydrationBoundary,
  QueryClient,
  type DataTag,
  type QueryKey,
} from '@tanstack/react-query'
import type { ReactNode } from 'react'

/** Hands what the server has just read to the queries of the client components inside, so that they don't ask at once. */
export function SeededQuery<Data>({
  of: { queryKey },
  data,
  at,
  asText = false,
  children,
}: {
  of: { readonly queryKey: DataTag<QueryKey, Data, Error> }
  data: NoInfer<Data> | null
  /** When it was read, or asked for in vain. */
  at: Date
  /** As one text: a long list is then sent and parsed faster. */
  asText?: boolean
  children: ReactNode
}) {
  const client = new QueryClient()
  if (data !== null) client.setQueryData<unknown>(queryKey, data, { updatedAt: at.getTime() })
  const options = asText ? { serializeData: (value: unknown) => JSON.stringify(value) } : {}
  return <HydrationBoundary state={dehydrate(client, options)}>{children}</HydrationBoundary>
}
