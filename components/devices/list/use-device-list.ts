import { useQuery } from '@tanstack/react-query'
import type { ListProblem } from '@/lib/actions/form-states'
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
export function useDeviceList({ at, problem: initial, lastGoodAt }: FirstPaint) {
  const list = useQuery({
    ...deviceListOptions(),
    // When the server had nothing to show, the list is asked for again only when the person wants it.
    enabled: ({ state }) => initial === null || state.data !== undefined,
  })
  const problem = problemOfQuery(list.error)
  if (problem !== null)
    return { list, problem, triedAt: new Date(list.errorUpdatedAt).toISOString() }
  const isOfServer = list.data === undefined || list.data.readAt === lastGoodAt
  return { list, problem: isOfServer ? initial : null, triedAt: at }
}
