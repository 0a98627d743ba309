import 'server-only'
import { activationQueue } from './activations/tracking/activation-worker'
import { profileProblem } from './auth/oidc/provider'
import { checkpointJob } from './audit/integrity/checkpoints'
import { ensureMonths, monthsJob } from './audit/log/months'
import { tamperedRowsJob } from './audit/log/tampered-rows'
import { resealJob } from './client-states/vault/reseal-states'
import { connectDatabase, DatabaseStartError, provideDatabase } from './database/connection'
import { knownListQueue } from './devices/list/known-list-worker'
import { makeUnfinishedDue } from './devices/receipts/pending-removals'
import { removalQueue } from './devices/removal/removal-worker'
import { startMaintenance } from './jobs/maintenance'
import { startQueue } from './jobs/run-queue'
import { notificationQueue } from './notifications/notification-worker'
import { now } from './platform/clock'
import { describeProblems, parseEnvironment, type Environment } from './platform/env'
import { log, sendConsoleToLog } from './platform/log'
import { keepFilesPrivate } from './platform/settings/private-files'
import { retentionJobs } from './privacy/retention'
import { watchRequests } from './platform/browser-gone'
import { postBudget } from './web/post-budget'

/** Starts the portal, or ends the process with a sentence for the operator. */
export async function startPortal(): Promise<void> {
  keepFilesPrivate()
  const settings = parseEnvironment(process.env)
  if (!settings.ok) return stop(describeProblems(settings.error))
  sendConsoleToLog()
  watchRequests()
  postBudget()
  if (settings.value.AUTH_OIDC_PROFILE !== 'default') {
    const problem = await profileProblem()
    if (problem !== null) return stop(`The portal can't start: ${problem}.`)
  }
  try {
    provideDatabase(await connectDatabase(settings.value))
    await ensureMonths(now())
    // Only the embedded database has no other process at work on these removals.
    if (settings.value.DATABASE_URL === undefined) await makeUnfinishedDue(now())
    startJobs(settings.value)
  } catch (err) {
    if (!(err instanceof DatabaseStartError)) throw err
    if (err.cause) log().error({ err: err.cause }, 'the database can’t be used')
    return stop(`The portal can't start. ${err.message}`)
  }
}

/** Everything that this process does in the background. */
function startJobs({ SMTP_URL }: Environment): void {
  startQueue(removalQueue, now)
  startQueue(activationQueue, now)
  startQueue(knownListQueue, now)
  if (SMTP_URL === undefined) log().info('no notifications are sent by mail: SMTP_URL is not set')
  else startQueue(notificationQueue, now)
  startMaintenance([checkpointJob(), monthsJob, tamperedRowsJob, resealJob, ...retentionJobs], now)
}

function stop(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
