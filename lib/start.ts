import 'server-only'
import { startActivationWorker } from './activations/tracking/activation-worker'
import { adoptOldEntries } from './audit/log/adopt'
import { startLogMaintenance } from './audit/integrity/log-maintenance'
import { makeRoom } from './audit/log/months'
import { startVaultMaintenance } from './client-states/vault/vault-maintenance'
import { connectDatabase, DatabaseStartError, provideDatabase } from './database/connection'
import { startRemovalWorker } from './devices/removal/removal-worker'
import { startRetentionJob } from './privacy/retention-job'
import { startNotificationWorker } from './notifications/notification-worker'
import { watchRequests } from './web/browser-gone'
import { describeProblems, parseEnvironment } from './platform/env'
import { now } from './platform/clock'
import { log, sendConsoleToLog } from './platform/log'

/** Brings the portal up, or ends the process with words for the operator. */
export async function startPortal(): Promise<void> {
  const settings = parseEnvironment(process.env)
  if (!settings.ok) return stop(describeProblems(settings.error))
  sendConsoleToLog()
  watchRequests()
  try {
    provideDatabase(await connectDatabase(settings.value))
    await makeRoom(now())
    await adoptOldEntries()
    startLogMaintenance(now)
    startRemovalWorker(now, settings.value.DATABASE_URL === undefined)
    startVaultMaintenance(now)
    startNotificationWorker(now)
    startActivationWorker(now)
    startRetentionJob(now)
  } catch (err) {
    if (!(err instanceof DatabaseStartError)) throw err
    if (err.cause) log().error({ err: err.cause }, 'the database can’t be used')
    return stop(`The portal can't start. ${err.message}`)
  }
}

function stop(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
