import { queryOptions } from '@tanstack/react-query'
import { readCleanUpAction } from '../actions/clean-up'
import { ListFailure } from './devices'
import { pauseOf } from './pauses'

/** How far a clean-up has come; asked for again for as long as something is still to come. */
export function cleanUpOptions(number: string) {
  return queryOptions({
    queryKey: ['clean-ups', number],
    queryFn: async () => {
      const result = await readCleanUpAction(number)
      if (!result.ok) throw new ListFailure(result.error)
      return result.value
    },
    staleTime: 1_000,
    refetchInterval: ({ state: { data } }) => {
      if (!data) return false
      const pauses = data.receipts
        .map((receipt) => pauseOf(receipt, data.readAt))
        .filter((pause) => pause !== false)
      return pauses.length > 0 && Math.min(...pauses)
    },
    retry: false,
  })
}
