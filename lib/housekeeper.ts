import 'server-only'
import { forgetOldActivations } from './activations/forget'
import { forgetOldUploads } from './activations/uploads'
import { forgetOldLogoutTokens, forgetOldSignIns } from './identity/forget-sign-ins'
import { forgetOldPeople } from './identity/people'
import { keepDoing } from './platform/background'
import { log } from './platform/log'
import { forgetAtDesk } from './support/forget'

const PAUSE_MS = 3600_000

/** What of the portal's own records was forgotten because its time is over (docs/personal-data.md), in numbers of rows. */
export type Forgotten = {
  readonly activations: number
  /** Requests, preparations and views of the support desk together. */
  readonly desk: number
  readonly logoutTokens: number
  readonly people: number
  readonly signIns: number
  readonly uploads: number
}

/** Forgets what isn't needed any more at `at`, in small batches. Replicas that do it together share the work. */
export async function keepHouse(at: Date): Promise<Forgotten> {
  return {
    activations: await forgetOldActivations(at),
    desk: await forgetAtDesk(at),
    logoutTokens: await forgetOldLogoutTokens(at),
    people: await forgetOldPeople(at),
    signIns: await forgetOldSignIns(at),
    uploads: await forgetOldUploads(at),
  }
}

/** Starts keeping house, once an hour, for as long as the process lives. */
export function startHousekeeper(clock: () => Date): void {
  const work = async () => {
    const forgotten = await keepHouse(clock())
    if (Object.values(forgotten).some((count) => count > 0))
      log().info({ forgotten }, 'old records are forgotten')
  }
  keepDoing(work, PAUSE_MS, 'old records can’t be forgotten')
}
