import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { freePort } from '../../tools/free-port.mjs'
import { useEnvironment } from '../builders/environment'
import { copyEmbedded } from '../setup/embedded'
import { createDatabase } from '../setup/postgres'
import { startSandbox } from '../setup/sandbox'
import { readStack, required } from '../setup/stack'
import { errorsIn } from './support/portal-log'
import type { Place } from './support/records'
import { runSchedules } from './support/run'
import { schedulesOf } from './support/schedule'

useEnvironment()

/** On each database; more by request, because killed portals take their time to come back. */
const SCHEDULES = Number(process.env['RELIABILITY_SCHEDULES'] ?? 20)
const KILLS = Math.round(SCHEDULES / 16)
const SEED = Number(process.env['RELIABILITY_SEED'] ?? Date.now() % 2 ** 31)

const AT_NIGHT = { PGlite: ' @nightly', PostgreSQL: '' }

for (const database of ['PGlite', 'PostgreSQL'] as const)
  test(`${SCHEDULES} random schedules of people, faults and killed portals on ${database} end with service, trail and pages in agreement @I4 @J4${AT_NIGHT[database]}`, async ({}, testInfo) => {
    console.log(`${database}: RELIABILITY_SEED=${SEED}`)
    const { secrets, postgres, embedded } = readStack()
    const folder = mkdtempSync(join(tmpdir(), 'portal-schedules-'))
    const port = await freePort()
    const log = testInfo.outputPath('portal.log')
    // A sandbox of its own: whatever is in its journal was asked by this one portal.
    const sandbox = await startSandbox({
      portalUrls: [`http://localhost:${port}`],
      secrets,
      log: testInfo.outputPath('sandbox.log'),
    })
    const own = database === 'PGlite' ? null : await createDatabase(required(postgres, database))
    if (!own) copyEmbedded(required(embedded, 'An embedded database'), folder)
    const place: Place = own === null ? { DATA_DIR: folder } : { DATABASE_URL: own.url }
    try {
      const { figures, disagreements, failures } = await runSchedules({
        start: {
          port,
          sandbox: sandbox.addresses,
          secrets,
          settings: { ...place, REMOVAL_HOLD_SECONDS: '1', LOG_LEVEL: 'info', TZ: 'UTC' },
          log,
        },
        place,
        ...schedulesOf(SEED, SCHEDULES, KILLS),
      })
      const { unexplained, slowDatabase } = errorsIn(readFileSync(log, 'utf8'))
      const slow = { slowDatabase: slowDatabase.length, failedForIt: failures.length }
      const report = JSON.stringify({ database, seed: SEED, ...figures, ...slow }, null, 2)
      console.log(report)
      await testInfo.attach('figures.json', { body: report, contentType: 'application/json' })
      expect(disagreements.join('\n')).toBe('')
      const isExplained = ({ at }: { at: number }) =>
        slowDatabase.some((other) => Math.abs(other - at) < 2_000)
      expect(failures.filter((failure) => !isExplained(failure))).toEqual([])
      expect(unexplained).toEqual([])
    } finally {
      await sandbox.stop()
      await own?.drop()
      rmSync(folder, { recursive: true, force: true })
    }
  })
