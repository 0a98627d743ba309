import { defineConfig } from '@playwright/test'
import type { PortalOptions } from './fixtures/options'
import { browserPath } from './setup/browser'

export default defineConfig<PortalOptions>({
  globalSetup: './setup/global-setup.ts',
  outputDir: '../test-results/tests',
  reporter: [['list'], ['./setup/reporter.ts']],
  timeout: 30_000,
  expect: { timeout: 10_000 },
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  use: {
    trace: 'retain-on-failure',
    video: 'off',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    launchOptions: {
      ...(browserPath === undefined ? {} : { executablePath: browserPath }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'unit', testDir: './unit' },
    { name: 'integration', testDir: './integration' },
    { name: 'e2e', testDir: './e2e', use: { portalName: 'pglite' } },
    {
      name: 'e2e-postgres',
      testDir: './e2e',
      testMatch: '**/*.both.spec.ts',
      use: { portalName: 'postgres' },
    },
  ],
})
