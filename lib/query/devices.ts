import { queryOptions } from '@tanstack/react-query'
import { listDevicesAction } from '../actions/devices'
import type { ListProblem } from '../actions/form-states'
import type { DeviceList } from '../devices/list/list-devices'
import type { Result } from '../platform/result'
import { shortestPause } from './pauses'

/** The list could not be read; carries the code that chooses the words. */
export class ListFailure extends Error {
  constructor(readonly problem: ListProblem) {
    super(problem.code)
  }
}

/** The value of a reading action; throws its failure. */
export async function valueOf<Value>(answer: Promise<Result<Value, ListProblem>>): Promise<Value> {
  const result = await answer
  if (!result.ok) throw new ListFailure(result.error)
  return result.value
}

/** Why a query failed; null when it didn't. */
export function problemOfQuery(error: Error | null): ListProblem | null {
  if (error === null) return null
  return error instanceof ListFailure ? error.problem : { code: 'no-answer' }
}

/** Long enough that the page just rendered on the server is not fetched again, short enough for a phone that revokes itself. */
export const FRESH_MS = 15_000
/** Each time the service is asked, so not as often as a receipt is read. */
const FEWEST_MS = 3_000

/** The signed-in person's device list. Retries belong to the transport, so there are none here. */
export function deviceListOptions() {
  return queryOptions({
    queryKey: ['devices'],
    queryFn: () => valueOf(listDevicesAction()),
    staleTime: FRESH_MS,
    refetchOnWindowFocus: true,
    refetchInterval: ({ state }) => (state.data ? pauseFor(state.data) : false),
    retry: false,
  })
}

/** How long until a removal in the list may have come further; false when there is none. */
export function pauseFor({
  pending,
  readAt,
}: Pick<DeviceList, 'pending' | 'readAt'>): number | false {
  const pause = shortestPause(pending, readAt)
  return pause !== false && Math.max(FEWEST_MS, pause)
}
