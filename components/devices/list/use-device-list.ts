import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { ListProblem } from '@/lib/actions/form-states'
import type { DeviceList } from '@/lib/devices/list/list-devices'
import { deviceListOptions, problemOfQuery } from '@/lib/query/devices'

/** The list as the server got it when it made the page. */
export type FirstPaint = {
  /** When the server asked for the list; ISO 8601, UTC. */
  readonly at: string
  /** Why it could not be read; null when it could. */
  readonly problem: ListProblem | null
  /** When the last good list, which is shown instead, was read; null when there is none. */
  readonly lastGoodAt: string | null
}

/** The list as it is known now. After a failed request also why it failed, and when. */
export function useDeviceList(first: FirstPaint) {
  const list = useQuery({
    ...deviceListOptions(),
    // When the server had nothing to show, the list is asked for again only when the person wants it.
    enabled: ({ state }) => first.problem === null || state.data !== undefined,
  })
  return { list, isReading: useReading(list), ...listFailure(list, list.data, first) }
}

const neverChanges = () => () => undefined

/**
 * Whether a query is asking. While the page is taken over it isn't yet: by a clock that is ahead the list may be old enough to
 * be read again at once, and the page must be as the server made it.
 */
export function useReading({ isFetching }: { readonly isFetching: boolean }): boolean {
  const isTakenOver = useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  )
  return isTakenOver && isFetching
}

/** Why a list could not be read the last time, and when that was tried. What the server found out counts until it is read anew. */
export function listFailure(
  { error, errorUpdatedAt }: { readonly error: Error | null; readonly errorUpdatedAt: number },
  list: Pick<DeviceList, 'readAt'> | undefined,
  { at, problem: initial, lastGoodAt }: FirstPaint,
) {
  const problem = problemOfQuery(error)
  if (problem !== null) return { problem, triedAt: new Date(errorUpdatedAt).toISOString() }
  const isOfServer = list === undefined || list.readAt === lastGoodAt
  return { problem: isOfServer ? initial : null, triedAt: at }
}

/** Whether a device of the list can be removed: at once, when the service answers again, or not before it can be noted. */
export function removalsFrom(
  { records }: Pick<DeviceList, 'records'>,
  problem: ListProblem | null,
): 'possible' | 'later' | 'off' {
  if (records !== 'read') return 'off'
  return problem === null ? 'possible' : 'later'
}
