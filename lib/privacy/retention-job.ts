import 'server-only'
import { purgeOldActivations } from './purge-activations'
import { purgeOldUploads } from '../client-states/intake/idempotency'
import { purgeOldLogoutTokens, purgeOldSessions } from './purge-sessions'
import { purgeOldPeople } from '../auth/sessions/people'
import { runWorkerLoop } from '../jobs/worker-loop'
import { log } from '../platform/log'
import { purgeSupportData } from './purge-support-data'

const PAUSE_MS = 3600_000

/** What of the portal's own records was forgotten because its time is over (docs/personal-data.md), in numbers of rows. */
export type PurgedCounts = {
  readonly activations: number
  /** Requests, preparations and views of the support desk together. */
  readonly desk: number
  readonly logoutTokens: number
  readonly people: number
  readonly signIns: number
  readonly uploads: number
}

/** Forgets what isn't needed any more at `at`, in small batches. Replicas that do it together share the work. */
export async function runRetention(at: Date): Promise<PurgedCounts> {
  return {
    activations: await purgeOldActivations(at),
    desk: await purgeSupportData(at),
    logoutTokens: await purgeOldLogoutTokens(at),
    people: await purgeOldPeople(at),
    signIns: await purgeOldSessions(at),
    uploads: await purgeOldUploads(at),
  }
}

/** Starts keeping house, once an hour, for as long as the process lives. */
export function startRetentionJob(clock: () => Date): void {
  const work = async () => {
    const forgotten = await runRetention(clock())
    if (Object.values(forgotten).some((count) => count > 0))
      log().info({ forgotten }, 'old records are forgotten')
  }
  runWorkerLoop(work, PAUSE_MS, 'old records can’t be forgotten')
}
