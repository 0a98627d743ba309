import 'server-only'
import { runWorkerLoop } from '../../jobs/worker-loop'
import { log } from '../../platform/log'
import { claimDueRemovals, makeAllDue, postponeRemoval, stopRechecking } from './due-removals'
import type { PendingRemoval } from './removal-command'
import { abandonScheduled, settleRemoval } from './removal-store'
import { lookedForMs, runRemoval } from './run-removal'

const PAUSE_MS = 500
const AT_ONCE = 16
const PAUSES = {
  scheduled: { firstMs: 1_000, mostMs: 60_000 },
  recheck: { firstMs: 2_000, mostMs: 300_000 },
} as const
const SCHEDULED_GIVE_UP_MS = 24 * 3600_000

/**
 * Does what is due at `clock()`: carries out scheduled removals whose time has come, looks again at those without a certain
 * outcome. Gives how many it took up, `atOnce` at most.
 */
export async function runDueRemovals(clock: () => Date, atOnce = AT_ONCE): Promise<number> {
  const people = await takeUp(clock, atOnce, [])
  await Promise.all(people.map(({ done }) => done))
  return people.reduce((count, { removals }) => count + removals, 0)
}

/** Claims what is due, except of people who are being worked for, and begins with it. A person's removals go one after the other, in the order they were asked for. */
async function takeUp(clock: () => Date, atOnce: number, exceptOf: readonly string[]) {
  const due = await claimDueRemovals(clock(), atOnce, exceptOf)
  return [...new Set(due.map(({ userId }) => userId))].map((userId) => {
    const own = due.filter((removal) => removal.userId === userId)
    return { userId, removals: own.length, done: inTurn(own, clock) }
  })
}

async function inTurn(removals: readonly PendingRemoval[], clock: () => Date): Promise<void> {
  for (const removal of removals)
    try {
      if ((await runRemoval(removal, { clock })) !== 'done') await tryAgainLater(removal, clock())
    } catch (err) {
      // It is due again when its claim has run out.
      log().error({ err, receipt: removal.receipt }, 'a pending removal could not be worked on')
    }
}

async function tryAgainLater(removal: PendingRemoval, at: Date): Promise<void> {
  const isScheduled = removal.state === 'scheduled'
  const givenUpAfterMs = isScheduled ? SCHEDULED_GIVE_UP_MS : lookedForMs(removal)
  if (at.getTime() - removal.askedAt.getTime() <= givenUpAfterMs)
    await postponeRemoval(removal, at, PAUSES[isScheduled ? 'scheduled' : 'recheck'])
  else if (isScheduled) await abandonScheduled(removal, 'service-down', at)
  else if (removal.state === 'begun') await settleRemoval(removal, 'unknown', false, at)
  else await stopRechecking(removal)
}

/** Starts working on pending removals, for as long as the process lives. `alone`: no other process uses this database. */
export function startRemovalWorker(clock: () => Date, alone: boolean): void {
  let isFirst = true
  // One person's hanging list, or long clean-up, must not keep the others waiting.
  const busy = new Set<string>()
  const look = async () => {
    if (isFirst && alone) await makeAllDue(clock())
    isFirst = false
    for (let taken = 1; taken > 0 && busy.size < AT_ONCE;) {
      const people = await takeUp(clock, AT_ONCE, [...busy])
      taken = people.length
      for (const { userId, done } of people) {
        busy.add(userId)
        void done.finally(() => busy.delete(userId))
      }
    }
  }
  runWorkerLoop(look, PAUSE_MS, 'pending removals can’t be worked on')
}
