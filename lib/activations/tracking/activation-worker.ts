import 'server-only'
import { runWorkerLoop } from '../../jobs/worker-loop'
import { log } from '../../platform/log'
import { claimDueActivations } from './due-activations'
import { followActivation } from './follow-activation'
import type { ActivationRow } from './activation-rows'

const PAUSE_MS = 700
const AT_ONCE = 16

/** Looks at what is due at `clock()`; gives how many it took up, `atOnce` at most. */
export async function followDueActivations(clock: () => Date, atOnce = AT_ONCE): Promise<number> {
  const due = await claimDueActivations(clock(), atOnce, [])
  await Promise.all(due.map((row) => look(row, clock)))
  return due.length
}

async function look(row: ActivationRow, clock: () => Date): Promise<void> {
  try {
    await followActivation(row, clock)
  } catch (err) {
    // It is due again when its claim has run out.
    log().error({ err, activation: row.number }, 'an activation could not be followed')
  }
}

/** Starts following activations, for as long as the process lives. A list that hangs keeps only its own person waiting. */
export function startActivationWorker(clock: () => Date): void {
  const busy = new Set<string>()
  const work = async () => {
    if (busy.size >= AT_ONCE) return
    for (const row of await claimDueActivations(clock(), AT_ONCE - busy.size, [...busy])) {
      busy.add(row.number)
      void look(row, clock).finally(() => busy.delete(row.number))
    }
  }
  runWorkerLoop(work, PAUSE_MS, 'activations can’t be followed')
}
