import 'server-only'
import { pendingRemovals } from '../../database/schema'
import { backOff, type Queue } from '../../jobs/queue'
import { runDue } from '../../jobs/run-queue'
import { stopRechecking, type PendingRemoval } from '../receipts/pending-removals'
import { abandonScheduled, nextWaitingTry, settleRemoval } from './removal-store'
import { lookedForMs, runRemoval } from './run-removal'

const PAUSES = {
  scheduled: { firstMs: 1_000, mostMs: 60_000 },
  recheck: { firstMs: 2_000, mostMs: 300_000 },
} as const
const SCHEDULED_GIVE_UP_MS = 24 * 3600_000

function giveUpAt(removal: PendingRemoval): Date {
  const afterMs = removal.state === 'scheduled' ? SCHEDULED_GIVE_UP_MS : lookedForMs(removal)
  return new Date(removal.askedAt.getTime() + afterMs)
}

/** Removals that are not over: scheduled ones, and those without a certain outcome. A person’s go one by one. */
export const removalQueue: Queue<PendingRemoval> = {
  name: 'removals',
  table: pendingRemovals,
  key: 'receipt',
  lane: 'userId',
  order: ['askedAt', 'place'],
  atOnce: 16,
  pauseMs: 500,
  // Work that takes longer may be claimed by another replica as well: the lease keeps the two apart.
  claimMs: 30_000,
  run: runRemoval,
  nextTryAt: ({ state, tries, waitsForService }, at) => {
    if (state !== 'scheduled') return backOff(tries, at, PAUSES.recheck)
    return waitsForService ? nextWaitingTry(at) : backOff(tries, at, PAUSES.scheduled)
  },
  giveUpAt,
  isTooLate: (removal, at) => removal.state === 'scheduled' && at > giveUpAt(removal),
  giveUp: async (removal, at) => {
    if (removal.state === 'scheduled') await abandonScheduled(removal, 'service-down', at)
    else if (removal.state === 'begun') await settleRemoval(removal, 'unknown', false, at)
    else await stopRechecking(removal)
  },
}

/** Works once on the removals that are due at `clock()`. Returns how many it claimed. */
export function runDueRemovals(clock: () => Date, atOnce?: number): Promise<number> {
  return runDue(removalQueue, clock, atOnce)
}
