import { fileURLToPath } from 'node:url'
import { answers, bareEnvironment, startProcess, untilReady } from '../../tools/processes.mjs'
import { portalSettings } from '../../sandbox/portal-settings.mjs'
import type { PortalAddress, SandboxAddresses, Secrets } from './stack'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface PortalStart {
  /** Free, and known to the sandbox as part of one of its portal URLs. */
  port: number
  sandbox: SandboxAddresses
  secrets: Omit<Secrets, 'databasePassword'>
  /** DATABASE_URL or DATA_DIR, and whatever else a test wants set otherwise. */
  settings: Record<string, string>
  log: string
}

/** Starts the built portal as an operator would, with these settings and no others. */
export async function startPortal(start: PortalStart) {
  const portal = launchForSandbox(start)
  const { port, log } = start
  const address: PortalAddress = { url: `http://localhost:${port}`, log }
  await untilReady(portal, () => answers(`${address.url}/`))
  /** `kill -9`: nothing of it gets to end what it was doing. */
  const kill = async () => {
    portal.child.kill('SIGKILL')
    await portal.ended
  }
  return { address, stop: portal.stop, kill }
}

/** Launches the portal that {@link startPortal} starts, without waiting for it to answer. */
export function launchForSandbox({ settings, log, ...where }: PortalStart) {
  return launchPortal({ ...settingsFor(where), LOG_LEVEL: 'debug', ...settings }, log)
}

/** What a portal must be told to work with the sandbox. */
export function settingsFor({ port, sandbox, secrets }: Omit<PortalStart, 'settings' | 'log'>) {
  return {
    ...portalSettings({
      port,
      recognizeUrl: sandbox.recognize.url,
      issuer: sandbox.openid.issuer,
      phoneUrl: sandbox.phone.url,
      smtpUrl: sandbox.mail.smtp,
      secrets,
    }),
    // Backups that the stand-in calls so count as kept, so that a test need not hand in a state for each.
    CLIENT_STATES_KEPT: 'elsewhere',
  }
}

/** Launches a portal that need not come up, for tests of unusable settings. */
export function launchPortal(settings: Record<string, string>, log: string) {
  return startProcess({
    name: 'The portal',
    command: [process.execPath, 'server/start.mjs', '--without-env-file'],
    cwd: root,
    env: { ...bareEnvironment(), ...settings },
    lifeline: 'ipc',
    log,
  })
}
