import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectDatabase, provideDatabase } from '@/lib/database/connection'
import { query } from './support/database'
import { startProgram } from './support/program'
import { disconnect, expect, test } from './support/test'

const KILLS = 4

test('an embedded database whose process is killed in mid-writing loses no entry that it had taken', async () => {
  test.setTimeout(90_000)
  const folder = mkdtempSync(join(tmpdir(), 'portal-killed-'))
  const directory = join(folder, 'data')
  let taken = 0
  try {
    for (let kill = 0; kill < KILLS; kill++) {
      const writer = startProgram('append-entries', [directory, String(taken)])
      const numbers = () =>
        writer
          .output()
          .split('\n')
          .slice(0, -1)
          .filter((line) => /^\d+$/.test(line))
      await expect.poll(() => numbers().length, { timeout: 30_000 }).toBeGreaterThan(10)
      await sleep(20 + 60 * kill)
      writer.child.kill('SIGKILL')
      await writer.ended
      taken = Number(numbers().at(-1)) + 1
      const database = await connectDatabase({ DATA_DIR: directory })
      provideDatabase(database)
      const rows = await query('SELECT correlation_id FROM activity_events ORDER BY id')
      await disconnect(database)
      const kept = rows.map((row) => Number(row['correlation_id']))
      // The last one may have been taken without anybody having been told.
      expect([taken, taken + 1]).toContain(kept.length)
      expect(kept).toEqual(kept.map((_, place) => place))
      taken = kept.length
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
