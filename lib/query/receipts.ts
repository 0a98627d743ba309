import { queryOptions } from '@tanstack/react-query'
import { readReceiptAction } from '../actions/receipts'
import { valueOf } from './devices'
import { pauseOf } from './pauses'

const SECOND_MS = 1_000

/** One receipt; asked for again for as long as something is still to come. */
export function receiptOptions(number: string) {
  return queryOptions({
    queryKey: ['receipts', number],
    queryFn: () => valueOf(readReceiptAction(number)),
    staleTime: SECOND_MS,
    refetchInterval: ({ state }) =>
      state.data ? pauseOf(state.data.receipt, state.data.readAt) : false,
    retry: false,
  })
}
