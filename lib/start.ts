import 'server-only'
import { startActivationWorker } from './activations/worker'
import { adoptOldEntries } from './activity/adopt'
import { startTrailKeeper } from './activity/keeper'
import { makeRoom } from './activity/months'
import { startStateKeeper } from './client-states/keeper'
import { connectDatabase, DatabaseStartError, provideDatabase } from './database/connection'
import { startRemovalWorker } from './devices/removal/worker'
import { startHousekeeper } from './housekeeper'
import { startNoticeWorker } from './notifications/worker'
import { watchRequests } from './platform/browser-gone'
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
    startTrailKeeper(now)
    startRemovalWorker(now, settings.value.DATABASE_URL === undefined)
    startStateKeeper(now)
    startNoticeWorker(now)
    startActivationWorker(now)
    startHousekeeper(now)
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
