import { queryOptions } from '@tanstack/react-query'
import {
  listApprovals,
  readApproval,
  type ApprovalsView,
  type ApprovalView,
} from '../actions/support'
import { ListFailure } from './devices'

export type { ApprovalsView, ApprovalView }

const POLL_MS = 2_000

/** One request to a second agent; asked for again until it is decided. */
export function approvalOptions(number: string) {
  return queryOptions({
    queryKey: ['approvals', number],
    queryFn: async () => {
      const result = await readApproval(number)
      if (!result.ok) throw new ListFailure(result.error)
      return result.value
    },
    staleTime: 1_000,
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data.approval.status === 'open' ? POLL_MS : false,
    retry: false,
  })
}

/** The requests that wait for a second agent. */
export function approvalsOptions() {
  return queryOptions({
    queryKey: ['approvals'],
    queryFn: async () => {
      const result = await listApprovals()
      if (!result.ok) throw new ListFailure(result.error)
      return result.value
    },
    staleTime: 1_000,
    refetchInterval: POLL_MS,
    retry: false,
  })
}
