import { fileURLToPath } from 'node:url'
import { bareEnvironment, startProcess, untilReady } from '../../tools/processes.mjs'
import { CLIENT_ID } from '../../sandbox/portal-settings.mjs'
import { programFile } from './programs'
import type { SandboxAddresses, Secrets } from './stack'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface SandboxStart {
  /** Of the portals that may use its sign-in. */
  portalUrls: string[]
  secrets: Pick<Secrets, 'recognizeApiKey' | 'clientSecret'>
  /** Where the programs are, before the stack says so. */
  programs?: string
  /** What kind of provider its OpenID stand-in is. */
  profile?: 'default' | 'fapi2'
  log: string
}

/** Starts the stand-ins on free ports. */
export async function startSandbox({
  portalUrls,
  secrets,
  programs,
  profile = 'default',
  log,
}: SandboxStart) {
  const sandbox = startProcess({
    name: 'The sandbox',
    command: [process.execPath, programFile('sandbox/main', programs)],
    cwd: root,
    env: {
      ...bareEnvironment(),
      SANDBOX_RECOGNIZE_PORT: '0',
      SANDBOX_RECOGNIZE_CONTROL_PORT: '0',
      SANDBOX_OPENID_PORT: '0',
      SANDBOX_OPENID_CONTROL_PORT: '0',
      SANDBOX_OPENID_PROFILE: profile,
      SANDBOX_PHONE_PORT: '0',
      SANDBOX_MAIL_PORT: '0',
      SANDBOX_MAIL_CONTROL_PORT: '0',
      // Most tests are about devices of known kinds. Those about the documented service switch it off for their person.
      SANDBOX_RECOGNIZE_STATES_TYPE: 'type',
      SANDBOX_RECOGNIZE_API_KEY: secrets.recognizeApiKey,
      SANDBOX_CLIENT_ID: CLIENT_ID,
      SANDBOX_CLIENT_SECRET: secrets.clientSecret,
      SANDBOX_PORTAL_URL: portalUrls.join(','),
    },
    lifeline: 'ipc',
    log,
  })
  const line = await untilReady(sandbox, () =>
    sandbox
      .output()
      .split('\n')
      .find((candidate) => candidate.startsWith('{"ready":true') && candidate.endsWith('}')),
  )
  const { recognize, openid, mail, phone } = JSON.parse(line) as SandboxAddresses
  const addresses: SandboxAddresses = { recognize, openid, mail, phone }
  return { addresses, stop: sandbox.stop }
}
