import 'server-only'
import { runWorkerLoop } from './worker-loop'

/** Work that keeps the database in order. Every process does it, so it is safe beside itself. */
export type MaintenanceJob = {
  readonly name: string
  /** The pause after each run; `once`: until it has succeeded one time in this process. */
  readonly everyMs: number | 'once'
  readonly run: (clock: () => Date) => Promise<void>
}

/** The pause before work that is done once is tried again. */
const RETRY_MS = 60_000

/** Does all jobs for as long as the process lives, each in a loop of its own: one that fails keeps no other back. */
export function startMaintenance(jobs: readonly MaintenanceJob[], clock: () => Date): void {
  for (const { name, everyMs, run } of jobs)
    runWorkerLoop(
      async () => {
        await run(clock)
        return everyMs === 'once' ? 'stop' : undefined
      },
      everyMs === 'once' ? RETRY_MS : everyMs,
      `maintenance failed: ${name}`,
    )
}
