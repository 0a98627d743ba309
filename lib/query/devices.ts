import { queryOptions } from '@tanstack/react-query'
import { listDevices } from '../actions/devices'
import type { ListProblem } from '../actions/states'

/** The list could not be read; carries the code that chooses the words. */
export class ListFailure extends Error {
  constructor(readonly problem: ListProblem) {
    super(problem.code)
  }
}

/** Long enough that the page just rendered on the server is not fetched again, short enough for a phone that revokes itself. */
const FRESH_MS = 15_000

/** The signed-in person's device list. Retries belong to the transport, so there are none here. */
export function deviceListOptions() {
  return queryOptions({
    queryKey: ['devices'],
    queryFn: async () => {
      const result = await listDevices()
      if (!result.ok) throw new ListFailure(result.error)
      return result.value
    },
    staleTime: FRESH_MS,
    refetchOnWindowFocus: true,
    retry: false,
  })
}
