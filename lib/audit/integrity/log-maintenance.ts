import 'server-only'
import { runWorkerLoop } from '../../jobs/worker-loop'
import { env } from '../../platform/env'
import { log } from '../../platform/log'
import { headOfLog, latestCheckpoint, secondsAhead, writeCheckpoint } from './checkpoints'
import { addMonths, dropOldMonths } from '../log/months'

const LOOK_EVERY_MS = 10_000
/** No entry is without a checkpoint for longer, nor are more. */
const CHECKPOINT_MS = 5 * 60_000
const CHECKPOINT_ENTRIES = 1_000
const MONTHS_EVERY_MS = 3_600_000
/** Times never go back: after a clock that was wrong for a while, all entries have the same time until it is reached. */
const MOST_AHEAD_S = 60

/** Keeps the trail for as long as the process lives: signs checkpoints, makes room for months to come, drops old ones. */
export function startLogMaintenance(clock: () => Date): void {
  let longest = 0
  let lookedAt = -Infinity
  runWorkerLoop(
    async () => {
      longest = await keepCheckpoints(clock(), longest)
      if (performance.now() - lookedAt < MONTHS_EVERY_MS) return
      lookedAt = performance.now()
      await maintainMonths(env().TRAIL_RETENTION_DAYS, clock())
    },
    LOOK_EVERY_MS,
    'the trail can’t be kept in order',
  )
}

/** Makes room for months to come and drops old ones, also when there is no room; says when the trail's time is not the database's. */
export async function maintainMonths(keepDays: number, at: Date): Promise<void> {
  const ahead = await secondsAhead()
  if (ahead > MOST_AHEAD_S)
    log().error({ ahead }, 'the trail’s last entry is later than the database’s clock')
  try {
    await addMonths(at)
  } finally {
    await dropOldMonths(keepDays, at)
  }
}

/**
 * Signs a checkpoint when one is due; gives how long the chain is. `longest` is what it was seen to be: a process that
 * has seen more notices at once that the end was cut off, together with its checkpoints.
 */
export async function keepCheckpoints(at: Date, longest: number): Promise<number> {
  const { entries } = await headOfLog()
  if (entries < longest) log().error({ entries, longest }, 'the trail was cut off at its end')
  const latest = await latestCheckpoint()
  const fresh = entries - (latest?.entries ?? 0)
  const age = at.getTime() - (latest?.at.getTime() ?? 0)
  if (fresh >= CHECKPOINT_ENTRIES || (fresh > 0 && age >= CHECKPOINT_MS)) await writeCheckpoint(at)
  return Math.max(entries, longest)
}
