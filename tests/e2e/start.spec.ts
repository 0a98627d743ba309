import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../deploy/ports.mjs'
import { portalSettings } from '../../sandbox/portal-settings.mjs'
import { expect, test } from '../fixtures/test'
import { launchPortal, startPortal } from '../setup/portal'
import { createDatabase } from '../setup/postgres'
import { readStack, required } from '../setup/stack'

/** A folder for one test, gone after it. */
const withFolder = test.extend<{ folder: string }>({
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'portal-start-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true })
  },
})

/** Starts a portal that must not come up, and gives its exit code and words. */
async function refusedStart(settings: Record<string, string>, folder: string) {
  const log = join(folder, 'refused.log')
  const portal = launchPortal(settings, log)
  const { code } = await portal.ended
  return { code, words: readFileSync(log, 'utf8') }
}

async function goodSettings(folder: string): Promise<Record<string, string>> {
  const { sandbox, secrets } = readStack()
  const { recognize, openid, phone, mail } = required(sandbox, 'The sandbox')
  return {
    ...portalSettings({
      port: await freePort(),
      recognizeUrl: recognize.url,
      issuer: openid.issuer,
      phoneUrl: phone.url,
      smtpUrl: mail.smtp,
      secrets,
    }),
    DATA_DIR: join(folder, 'data'),
  }
}

withFolder(
  'a portal without configuration lists all that is missing at once, and ends with 1',
  { tag: ['@G4'] },
  async ({ folder }) => {
    const { code, words } = await refusedStart({ PORT: String(await freePort()) }, folder)
    expect(code).toBe(1)
    for (const name of [
      'AUTH_URL',
      'AUTH_SECRET',
      'AUTH_OIDC_ISSUER',
      'AUTH_OIDC_CLIENT_ID',
      'AUTH_OIDC_CLIENT_SECRET',
      'RECOGNIZE_API_URL',
      'RECOGNIZE_API_KEY',
    ])
      expect(words).toContain(name)
  },
)

withFolder('malformed values are named without being printed @G4', async ({ folder }) => {
  const { code, words } = await refusedStart(
    {
      ...(await goodSettings(folder)),
      AUTH_SECRET: 'too-short-canary',
      RECOGNIZE_API_URL: 'https://user:canary@api.example.com/v2',
      DATABASE_URL: 'mysql://canary',
    },
    folder,
  )
  expect(code).toBe(1)
  for (const name of ['AUTH_SECRET', 'RECOGNIZE_API_URL', 'DATABASE_URL'])
    expect(words).toContain(name)
  expect(words).not.toContain('canary')
})

withFolder(
  'a port that is taken is named, with the setting that changes it',
  async ({ folder }) => {
    const settings = await goodSettings(folder)
    const taken = createServer().listen(Number(settings['PORT']), 'localhost')
    await new Promise((resolve) => taken.once('listening', resolve))
    const { code, words } = await refusedStart(settings, folder)
    taken.close()
    expect(code).toBe(1)
    expect(words).toContain(String(settings['PORT']))
    expect(words).toContain('PORT')
    expect(existsSync(join(folder, 'data'))).toBe(false)
  },
)

withFolder(
  'a data directory that can not be written is named, and nothing is left behind',
  async ({ folder }) => {
    // A file where the directory should be stops root as well.
    const blocked = join(folder, 'blocked')
    writeFileSync(blocked, '')
    chmodSync(blocked, 0o400)
    const { code, words } = await refusedStart(
      { ...(await goodSettings(folder)), DATA_DIR: join(blocked, 'data') },
      folder,
    )
    expect(code).toBe(1)
    expect(words).toContain('can’t be written')
    expect(words).toContain('DATA_DIR')
  },
)

withFolder(
  'a database server that does not answer stops the start with words',
  { tag: ['@G4'] },
  async ({ folder }) => {
    const { DATA_DIR: _, ...settings } = await goodSettings(folder)
    const { code, words } = await refusedStart(
      {
        ...settings,
        DATABASE_URL: `postgres://portal:canary@127.0.0.1:${await freePort()}/portal`,
      },
      folder,
    )
    expect(code).toBe(1)
    expect(words).toContain('DATABASE_URL')
    expect(words).not.toContain('canary')
  },
)

withFolder(
  'with the provider out of reach the start page answers, and the sign-in says so',
  { tag: ['@A8'] },
  async ({ folder, page }) => {
    test.slow()
    const { sandbox, secrets, postgres } = readStack()
    const database = await createDatabase(required(postgres, 'PostgreSQL'))
    const portal = await startPortal({
      port: await freePort(),
      sandbox: required(sandbox, 'The sandbox'),
      secrets,
      settings: {
        DATABASE_URL: database.url,
        AUTH_OIDC_ISSUER: `http://localhost:${await freePort()}`,
      },
      log: join(folder, 'portal.log'),
    })
    try {
      await page.goto(portal.address.url)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await expect(page.getByText('The sign-in service doesn’t answer')).toBeVisible()
      await expect(page.getByRole('link', { name: 'Back to the start' })).toBeVisible()
      // It must ask nothing more of a portal that is gone.
      await page.goto('about:blank')
    } finally {
      await portal.stop()
      await database.drop()
    }
  },
)
