import { defineConfig } from '@playwright/test'
import type { PortalOptions } from './fixtures/options'
import { browserPath } from './setup/browser'

const browserProject = {
  testDir: './e2e',
  // Every test has a person of its own, so that the tests of one file need not wait for each other.
  fullyParallel: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
} as const

export default defineConfig<PortalOptions>({
  globalSetup: './setup/global-setup.ts',
  outputDir: '../test-results/tests',
  reporter: [['list'], ['./setup/reporter.ts']],
  timeout: 30_000,
  expect: { timeout: 10_000 },
  // Twice the processors of the machine that decides: much of the time is waiting, most of all in the integration tests.
  workers: 4,
  retries: 0,
  forbidOnly: true,
  use: {
    // Recording every test would cost a quarter of the time; run.mjs records what it tries again.
    trace: 'off',
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
    // Each worker more would load most of the sources again.
    { name: 'unit', testDir: './unit', workers: 2 },
    // Beside them the pages, which need what processor these leave while they wait.
    { name: 'integration', testDir: './integration', workers: 2 },
    {
      ...browserProject,
      name: 'e2e',
      // A browser and what it asks keep a processor busy: more of them would only wait for each other, and tests that
      // measure time would measure that.
      workers: 3,
      testIgnore: '**/*.postgres.spec.ts',
      use: { portalName: 'pglite' },
    },
    {
      ...browserProject,
      name: 'e2e-postgres',
      testMatch: '**/*.{both,postgres}.spec.ts',
      use: { portalName: 'postgres' },
    },
    // Real portals that are killed on purpose, last of all: their load would disturb the tests that measure time.
    { name: 'reliability', testDir: './reliability', fullyParallel: true, timeout: 600_000 },
  ],
})
