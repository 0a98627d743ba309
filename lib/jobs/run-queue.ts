import 'server-only'
import { isBelieved } from '../database/sealed-rows'
import { log } from '../platform/log'
import { claimDue, postpone, type Queue, type WaitingRow } from './queue'
import { runWorkerLoop } from './worker-loop'

/** How long a row with a wrong seal is put off. */
const TAMPERED_MS = 3600_000

/** Works once on what is due at `clock()`. Returns how many rows it claimed, `atOnce` at most. */
export async function runDue<Row extends WaitingRow>(
  queue: Queue<Row>,
  clock: () => Date,
  atOnce = queue.atOnce,
): Promise<number> {
  const lanes = await claimLanes(queue, clock, atOnce, [])
  await Promise.all(lanes.map(({ done }) => done))
  return lanes.reduce((count, { rows }) => count + rows, 0)
}

/** Works on the queue for as long as the process lives. A lane that hangs keeps only itself waiting. */
export function startQueue<Row extends WaitingRow>(queue: Queue<Row>, clock: () => Date): void {
  const busy = new Set<string>()
  const look = async () => {
    for (let claimed = 1; claimed > 0 && busy.size < queue.atOnce;) {
      const lanes = await claimLanes(queue, clock, queue.atOnce - busy.size, [...busy])
      claimed = lanes.length
      for (const { lane, done } of lanes) {
        busy.add(lane)
        void done.finally(() => busy.delete(lane))
      }
    }
  }
  runWorkerLoop(look, queue.pauseMs, `the queue can’t be worked on: ${queue.name}`)
}

/** Claims rows of lanes that are not busy, and begins to work on them, lane beside lane. */
async function claimLanes<Row extends WaitingRow>(
  queue: Queue<Row>,
  clock: () => Date,
  limit: number,
  busy: readonly string[],
) {
  const lanes = new Map<string, Row[]>()
  for (const row of await claimDue(queue, clock(), limit, busy)) {
    const lane = String(row[queue.lane])
    lanes.set(lane, [...(lanes.get(lane) ?? []), row])
  }
  return [...lanes].map(([lane, rows]) => ({
    lane,
    rows: rows.length,
    done: runInTurn(queue, rows, clock),
  }))
}

async function runInTurn<Row extends WaitingRow>(
  queue: Queue<Row>,
  rows: readonly Row[],
  clock: () => Date,
): Promise<void> {
  for (const row of rows)
    try {
      await runOne(queue, row, clock)
    } catch (err) {
      // It is due again when its claim has run out.
      log().error({ err, key: row[queue.key] }, `a job failed: ${queue.name}`)
    }
}

async function runOne<Row extends WaitingRow>(
  queue: Queue<Row>,
  row: Row,
  clock: () => Date,
): Promise<void> {
  // Nothing is done for a row that somebody else has written. It stays, to be looked at by the operator.
  if (!isBelieved(queue.table, row)) {
    await postpone(queue, row, new Date(clock().getTime() + TAMPERED_MS))
    return
  }
  if (queue.isTooLate?.(row, clock())) {
    await queue.giveUp(row, clock())
    return
  }
  const result = await queue.run(row, clock)
  if (result === 'done') return
  const at = clock()
  if (at > queue.giveUpAt(result.again)) await queue.giveUp(result.again, at)
  else await postpone(queue, result.again, queue.nextTryAt(result.again, at))
}
