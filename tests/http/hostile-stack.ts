import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { freePort } from '../../tools/free-port.mjs'
import { openIdControl, type OpenIdControl } from '../fixtures/sandbox-client'
import { startPortal } from '../setup/portal'
import { createDatabase } from '../setup/postgres'
import { startSandbox } from '../setup/sandbox'
import { readStack, required, type SandboxAddresses } from '../setup/stack'

/** A private key as an operator would make one. */
export function newClientKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
}

/** The settings of a portal whose provider does FAPI 2.0, beside those of the sandbox. */
export function fapiSettings(clientKeyFile: string): Record<string, string> {
  return {
    AUTH_OIDC_PROFILE: 'fapi2',
    AUTH_OIDC_CLIENT_AUTH: 'private_key_jwt',
    AUTH_OIDC_CLIENT_SECRET: '',
    AUTH_OIDC_CLIENT_KEY_FILE: clientKeyFile,
  }
}

/** A sandbox whose provider may fail for everybody, and portals of their own on one database of their own. */
export class HostileStack {
  private constructor(
    readonly sandbox: SandboxAddresses,
    readonly openid: OpenIdControl,
    /** Of the portals, in the order of what was asked for. */
    readonly urls: readonly string[],
    private readonly logs: readonly string[],
    private readonly database: Client,
    /** Where a portal of FAPI 2.0 reads its own keys. */
    readonly clientKeyFile: string,
    readonly stop: () => Promise<void>,
  ) {}

  /** Starts one portal for each of these settings. */
  static async start(
    settings: readonly ((issuer: string) => Record<string, string>)[],
    profile: 'default' | 'fapi2' = 'default',
  ): Promise<HostileStack> {
    const { secrets, postgres } = readStack()
    const folder = mkdtempSync(join(tmpdir(), 'portal-hostile-'))
    const database = await createDatabase(required(postgres, 'PostgreSQL'))
    const ports: number[] = []
    for (const _ of settings) ports.push(await freePort())
    const portalUrls = ports.map((port) => `http://localhost:${port}`)
    const sandboxLog = join(folder, 'sandbox.log')
    const sandbox = await startSandbox({ portalUrls, secrets, profile, log: sandboxLog })
    const clientKeyFile = join(folder, 'client-key.pem')
    // The one that signs, and the one that comes.
    writeFileSync(clientKeyFile, newClientKey() + newClientKey(), { mode: 0o600 })
    const logs = ports.map((port) => join(folder, `${port}.log`))
    const portals: Awaited<ReturnType<typeof startPortal>>[] = []
    for (const [place, port] of ports.entries())
      portals.push(
        await startPortal({
          port,
          secrets,
          sandbox: sandbox.addresses,
          settings: {
            DATABASE_URL: database.url,
            ...(profile === 'fapi2' ? fapiSettings(clientKeyFile) : {}),
            ...settings[place]?.(sandbox.addresses.openid.issuer),
          },
          log: logs[place] ?? '',
        }),
      )
    const client = new Client({ connectionString: database.url })
    await client.connect()
    const stop = async () => {
      await client.end()
      for (const portal of portals) await portal.stop()
      await sandbox.stop()
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    }
    const control = openIdControl(sandbox.addresses.openid.control)
    return new HostileStack(
      sandbox.addresses,
      control,
      portalUrls,
      logs,
      client,
      clientKeyFile,
      stop,
    )
  }

  /** Rows of the portals' database. */
  async rows<Row>(statement: string): Promise<Row[]> {
    return (await this.database.query(statement)).rows as Row[]
  }

  /** All output of the first portal. */
  log(): string {
    return readFileSync(this.logs[0] ?? '', 'utf8')
  }

  /** Its lines about sign-ins that didn't happen. */
  refusals(): {
    reason: string
    hint?: string
    providerSecondsAhead?: number
    missing?: string[]
  }[] {
    return this.log()
      .split('\n')
      .filter((line) => line.includes('"event":"sign-in-refused"'))
      .map((line) => JSON.parse(line) as { reason: string })
  }
}
