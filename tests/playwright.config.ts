import { defineConfig } from '@playwright/test'
import type { DatabaseOptions, PortalOptions } from './fixtures/options'
import { browserPath } from './setup/browser'

/** `npm run test:nightly` runs on both databases what `npm test` runs on one, and what takes long. */
const isNightly = process.env['TEST_NIGHTLY'] === 'yes'

/** For one database only are the files, and the tests with the tag, that name it. */
const ONLY_PGLITE = /\.pglite\.spec|@pglite/
const ONLY_POSTGRES = /\.postgres\.spec|@postgres/

/** What `npm test` leaves to the night because it takes long. */
const LONG = isNightly ? [] : [/@nightly/]

/** They ask no database: once is enough. */
const NO_DATABASE = /\/(api-key-rotation|recognize-\w+)\.spec/

// Each worker more would load most of the sources again, and PGlite keeps a processor busy by itself.
const onPglite = {
  workers: 1,
  grepInvert: [ONLY_POSTGRES, ...LONG],
  use: { databaseName: 'pglite' as const },
}
const onPostgres = {
  workers: 2,
  grepInvert: [ONLY_PGLITE, ...LONG],
  use: { databaseName: 'postgres' as const },
}

const browserProject = {
  testDir: './e2e',
  workers: 2,
  // Every test has a person of its own, so that the tests of one file need not wait for each other.
  fullyParallel: true,
  grepInvert: LONG,
}

export default defineConfig<PortalOptions, DatabaseOptions>({
  globalSetup: './setup/global-setup.ts',
  // run.mjs runs some projects beside each other, and each run clears its own folder.
  outputDir: `../test-results/${process.env['TEST_RUN'] ?? 'tests'}`,
  reporter: [['list'], ['./setup/playwright-reporter.ts']],
  // Only what hangs is to be ended: a slow machine must not fail a test that is right.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  // Where no page is, much of the time is waiting. Pages keep a worker busy: the projects say how many of those there are.
  workers: 5,
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
    { ...onPostgres, name: 'integration', testDir: './integration' },
    // Use cases don't know the database: one is enough for each change, the other is for the night (run.mjs).
    { ...onPglite, name: 'integration-pglite', testDir: './integration', testIgnore: NO_DATABASE },
    // What only a database can guarantee, on each that the portal runs on. On PGlite most of it is for the night: each
    // change meets PGlite in `http` and `e2e`.
    { ...onPostgres, name: 'contract-postgres', testDir: './contract' },
    {
      ...onPglite,
      name: 'contract-pglite',
      testDir: './contract',
      ...(isNightly ? {} : { grep: ONLY_PGLITE }),
    },
    // Real portals that are killed on purpose. They take longest, so they begin first.
    {
      name: 'reliability',
      testDir: './reliability',
      fullyParallel: true,
      timeout: 600_000,
      grepInvert: LONG,
    },
    // Portals asked without a page.
    {
      name: 'http',
      testDir: './http',
      fullyParallel: true,
      workers: 1,
      grepInvert: LONG,
      use: { portalName: 'pglite' },
    },
    {
      ...browserProject,
      name: 'e2e',
      testIgnore: '**/*.postgres.spec.ts',
      use: { portalName: 'pglite' },
    },
    {
      ...browserProject,
      name: 'e2e-postgres',
      workers: isNightly ? 2 : 1,
      testMatch: isNightly ? '**/*.spec.ts' : '**/*.postgres.spec.ts',
      use: { portalName: 'postgres' },
    },
    // Figures, not tests: only when they are asked for (`npm run bench`).
    { name: 'bench', testDir: './bench', workers: 1 },
  ],
})
