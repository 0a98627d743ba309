import 'server-only'
import { log } from '../../platform/log'
import { claimDue, dueAtOnce } from './due'
import { carryOutHeld } from './held'
import { lookAgain } from './look-again'
import type { PendingRemoval } from './pending'

const PAUSE_MS = 500
const AT_ONCE = 16

/**
 * Does what is due at `clock()`: carries out held removals whose time has come, looks again at those without a certain
 * outcome. Gives how many it took up, `atOnce` at most.
 */
export async function doDue(clock: () => Date, atOnce = AT_ONCE): Promise<number> {
  const { count, done } = await takeUp(clock, atOnce)
  await done
  return count
}

/** Claims what is due and begins with it. A person's removals go one after the other, in the order they were asked for. */
async function takeUp(clock: () => Date, atOnce: number) {
  const due = await claimDue(clock(), atOnce)
  const people = new Set(due.map(({ userId }) => userId))
  const own = (userId: string) => due.filter((removal) => removal.userId === userId)
  const done = Promise.all([...people].map((userId) => inTurn(own(userId), clock)))
  return { count: due.length, done }
}

async function inTurn(removals: readonly PendingRemoval[], clock: () => Date): Promise<void> {
  for (const removal of removals)
    try {
      if (removal.state === 'held') await carryOutHeld(removal, clock)
      else await lookAgain(removal, clock)
    } catch (err) {
      // It is due again when its claim has run out.
      log().error({ err, receipt: removal.receipt }, 'a pending removal could not be worked on')
    }
}

/** Starts working on pending removals, for as long as the process lives. `alone`: no other process uses this database. */
export function startRemovalWorker(clock: () => Date, alone: boolean): void {
  let isFirst = true
  let wasDown = false
  let running = 0
  const look = async () => {
    if (isFirst && alone) await dueAtOnce(clock())
    isFirst = false
    for (let taken = 1; taken > 0 && running < AT_ONCE;) {
      const { count, done } = await takeUp(clock, AT_ONCE - running)
      taken = count
      running += count
      // Not waited for: one person's hanging list must not keep the others waiting.
      void done.finally(() => (running -= count))
    }
  }
  const work = async () => {
    try {
      await look()
      wasDown = false
    } catch (err) {
      if (!wasDown) log().error({ err }, 'pending removals can’t be worked on')
      wasDown = true
    }
    setTimeout(() => void work(), PAUSE_MS).unref()
  }
  void work()
}
