import 'server-only'
import { activations } from '../../database/schema'
import type { Queue } from '../../jobs/queue'
import { runDue } from '../../jobs/run-queue'
import type { ActivationRow } from './activation-rows'
import { CLAIM_MS, followedUntil, nextLookAt } from './activation-schedule'
import { followActivation, stopFollowing } from './follow-activation'

/** Follows open activations until they end or their phone is listed. */
export const activationQueue: Queue<ActivationRow> = {
  name: 'activations',
  table: activations,
  key: 'number',
  lane: 'number',
  order: [],
  atOnce: 16,
  pauseMs: 700,
  claimMs: CLAIM_MS,
  run: followActivation,
  nextTryAt: nextLookAt,
  giveUpAt: followedUntil,
  giveUp: stopFollowing,
  // After that time, a new phone is not the one that was undone.
  isTooLate: (row, at) => row.ending === 'undone' && at > followedUntil(row),
}

/** Looks once at the activations that are due at `clock()`. Returns how many it claimed. */
export function followDueActivations(clock: () => Date, atOnce?: number): Promise<number> {
  return runDue(activationQueue, clock, atOnce)
}
