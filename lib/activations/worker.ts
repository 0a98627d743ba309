import 'server-only'
import { keepDoing } from '../platform/background'
import { log } from '../platform/log'
import { claimDue } from './due'
import { follow } from './follow'
import type { ActivationRow } from './rows'

const PAUSE_MS = 700
const AT_ONCE = 16

/** Looks at what is due at `clock()`; gives how many it took up, `atOnce` at most. */
export async function followDue(clock: () => Date, atOnce = AT_ONCE): Promise<number> {
  const due = await claimDue(clock(), atOnce, [])
  await Promise.all(due.map((row) => look(row, clock)))
  return due.length
}

async function look(row: ActivationRow, clock: () => Date): Promise<void> {
  try {
    await follow(row, clock)
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
    for (const row of await claimDue(clock(), AT_ONCE - busy.size, [...busy])) {
      busy.add(row.number)
      void look(row, clock).finally(() => busy.delete(row.number))
    }
  }
  keepDoing(work, PAUSE_MS, 'activations can’t be followed')
}
