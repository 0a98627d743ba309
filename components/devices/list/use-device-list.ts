import { useQuery } from '@tanstack/react-query'
import type { ListProblem } from '@/lib/actions/form-states'
import { deviceListOptions, ListFailure } from '@/lib/query/devices'

/** What became of the list when the server made the page. */
export type FirstPaint = {
  /** When the server asked for the list; ISO 8601, UTC. */
  readonly at: string
  /** Why it could not be read; null when it could. */
  readonly problem: ListProblem | null
  /** When the last good list was read that is shown instead; null when there is none. */
  readonly lastGoodAt: string | null
}

/** The list as it is known now, and why it could not be asked for the last time, with when that was. */
export function useDeviceList({ at, problem: initial, lastGoodAt }: FirstPaint) {
  const list = useQuery({
    ...deviceListOptions(),
    // Where the server has nothing to show, nothing is asked again until the person wants it.
    enabled: ({ state }) => initial === null || state.data !== undefined,
  })
  if (list.error !== null) {
    const problem: ListProblem =
      list.error instanceof ListFailure ? list.error.problem : { code: 'no-answer' }
    return { list, problem, triedAt: new Date(list.errorUpdatedAt).toISOString() }
  }
  const isOfServer = list.data === undefined || list.data.readAt === lastGoodAt
  return { list, problem: isOfServer ? initial : null, triedAt: at }
}
