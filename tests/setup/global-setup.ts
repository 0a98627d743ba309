import { randomBytes } from 'node:crypto'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../tools/free-port.mjs'
import { copyEmbedded, makeEmbedded } from './embedded'
import { startPortal } from './portal'
import { startPostgres } from './postgres'
import { bundlePrograms } from './programs'
import { chosenProjects, needPortals } from './projects'
import { startSandbox } from './sandbox'
import { publishStack, type Secrets, type Stack } from './stack'

const KEPT_LOGS = fileURLToPath(new URL('../../test-results/logs', import.meta.url))

/** URL-safe, so that it reads the same wherever it might turn up. */
const canary = (name: string) => `canary-${name}-${randomBytes(24).toString('hex')}`

/** Starts what the chosen projects need, once for all workers. Gives what ends it again. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const needsPortals = needPortals(chosenProjects(process.argv))
  const folder = mkdtempSync(join(tmpdir(), 'portal-tests-'))
  // PostgreSQL may run as another user, who has to pass through here.
  chmodSync(folder, 0o711)
  // Also when the set-up is interrupted; processes.mjs ends the processes then.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const logs = join(folder, 'logs')
  mkdirSync(logs)
  const started: { stop: () => Promise<void> }[] = []
  const stopAll = async () => {
    for (const part of started.toReversed()) await part.stop()
    cpSync(logs, KEPT_LOGS, { recursive: true })
  }
  try {
    publishStack(await startAll({ folder, logs, needsPortals, started }))
    return stopAll
  } catch (error) {
    await stopAll()
    throw error
  }
}

interface Start {
  folder: string
  logs: string
  needsPortals: boolean
  started: { stop: () => Promise<void> }[]
}

async function startAll({ folder, logs, needsPortals, started }: Start): Promise<Stack> {
  const secrets: Secrets = {
    authSecret: canary('auth-secret'),
    recognizeApiKey: canary('recognize-api-key'),
    clientSecret: canary('client-secret'),
    databasePassword: canary('database-password'),
    clientStateKey: randomBytes(32).toString('base64url'),
  }
  const log = (name: string) => join(logs, `${name}.log`)
  const keep = <Part extends { stop: () => Promise<void> }>(part: Part): Part => {
    started.push(part)
    return part
  }

  const programs = await bundlePrograms()
  // Awaited last: it needs a processor, the others mostly wait.
  const making = makeEmbedded(join(folder, 'embedded'), programs, log('embedded'))
  making.catch(() => undefined)
  const ports = { pglite: await freePort(), postgres: await freePort() }
  const sandbox = keep(
    await startSandbox({
      portalUrls: Object.values(ports).map((port) => `http://localhost:${port}`),
      secrets,
      programs,
      log: log('sandbox'),
    }),
  ).addresses
  const database = join(folder, 'postgres')
  const postgres = keep(
    await startPostgres(database, log('postgres'), secrets.databasePassword),
  ).address
  if (!needsPortals) return { secrets, programs, sandbox, postgres, embedded: await making }

  const common = { sandbox, secrets }
  // Long enough to be undone on a busy machine, short enough to wait for.
  const holding = { REMOVAL_HOLD_SECONDS: '6' }
  const start = async (options: Parameters<typeof startPortal>[0]) =>
    keep(await startPortal(options)).address
  const startOnPglite = async () => {
    const directory = join(folder, 'pglite')
    copyEmbedded(await making, directory)
    const settings = { DATA_DIR: directory, TZ: 'UTC', ...holding }
    return start({ ...common, port: ports.pglite, settings, log: log('portal-pglite') })
  }
  // A server far from UTC must read the service's zone-less timestamps all the same.
  const settings = { DATABASE_URL: postgres.url, TZ: 'Pacific/Chatham', ...holding }
  const onPostgres = { ...common, port: ports.postgres, settings, log: log('portal-postgres') }
  const [pglite, other] = await Promise.all([startOnPglite(), start(onPostgres)])
  const portals = { pglite, postgres: other }
  return { secrets, programs, sandbox, postgres, embedded: await making, portals }
}
