import { queryOptions } from '@tanstack/react-query'
import {
  listApprovalsAction,
  listPersonDevicesAction,
  readApprovalAction,
  readPersonReceiptAction,
  type ApprovalsView,
  type ApprovalView,
} from '../actions/support'
import { FRESH_MS, pauseFor, valueOf } from './devices'
import { pauseOf } from './pauses'

export type { ApprovalsView, ApprovalView }

const POLL_MS = 2_000
const SECOND_MS = 1_000

/** The devices of the person behind a Recognize user ID, as an agent sees them. */
export function personDevicesOptions(userId: string) {
  return queryOptions({
    queryKey: ['people', userId, 'devices'],
    queryFn: () => valueOf(listPersonDevicesAction(userId)),
    staleTime: FRESH_MS,
    refetchOnWindowFocus: true,
    refetchInterval: ({ state }) => (state.data ? pauseFor(state.data.list) : false),
    retry: false,
  })
}

/** A receipt of theirs; asked for again for as long as something is still to come. */
export function personReceiptOptions(userId: string, number: string) {
  return queryOptions({
    queryKey: ['people', userId, 'receipts', number],
    queryFn: () => valueOf(readPersonReceiptAction(userId, number)),
    staleTime: SECOND_MS,
    refetchInterval: ({ state }) =>
      state.data ? pauseOf(state.data.receipt, state.data.readAt) : false,
    retry: false,
  })
}

/** One request to a second agent; asked for again until it is decided and, where it was approved, carried out. */
export function approvalOptions(number: string) {
  return queryOptions({
    queryKey: ['approvals', number],
    queryFn: () => valueOf(readApprovalAction(number)),
    staleTime: SECOND_MS,
    refetchInterval: ({ state: { data } }) =>
      data === undefined || isAwaited(data.approval) ? POLL_MS : false,
    retry: false,
  })
}

/** Whether it is still to be decided, or approved and still to be carried out. */
function isAwaited({ status, receipt }: ApprovalView['approval']): boolean {
  return status === 'open' || (status === 'approved' && receipt === null)
}

/** The requests that wait for a second agent. */
export function approvalsOptions() {
  return queryOptions({
    queryKey: ['approvals'],
    queryFn: () => valueOf(listApprovalsAction()),
    staleTime: SECOND_MS,
    refetchInterval: POLL_MS,
    retry: false,
  })
}
