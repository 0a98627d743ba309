import { queryOptions } from '@tanstack/react-query'
import { readCleanUpAction } from '../actions/clean-up'
import { valueOf } from './devices'
import { shortestPause } from './pauses'

/** How far a clean-up has come; asked for again for as long as something is still to come. */
export function cleanUpOptions(number: string) {
  return queryOptions({
    queryKey: ['clean-ups', number],
    queryFn: () => valueOf(readCleanUpAction(number)),
    staleTime: 1_000,
    refetchInterval: ({ state: { data } }) =>
      data ? shortestPause(data.receipts, data.readAt) : false,
    retry: false,
  })
}
