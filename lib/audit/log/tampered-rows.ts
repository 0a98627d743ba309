import 'server-only'
import { and, eq, gte } from 'drizzle-orm'
import { database } from '../../database/connection'
import { auditEntries } from '../../database/schema'
import { takeTamperedRows } from '../../database/sealed-rows'
import type { MaintenanceJob } from '../../jobs/maintenance'
import { recordEvent } from './audit-log'

/** The actor of what no person did in the portal. */
const GUARD = { issuer: 'recognize-portal', subject: 'row-guard', role: 'system' } as const

/** The same row is recorded once in this time, however often it is asked for. */
const ONCE_MS = 24 * 3600_000
/** More at a time would fill the log, which is kept for years. The portal's own output has all of them. */
const MOST_AT_ONCE = 20

/** Records the rows with a wrong seal that this process has met; gives how many entries that were. */
export async function recordTamperedRows(clock: () => Date): Promise<number> {
  let recorded = 0
  for (const { table, row, fingerprint } of takeTamperedRows()) {
    const at = clock()
    if (recorded >= MOST_AT_ONCE || (await wasRecorded(fingerprint, at))) continue
    const context = { actor: GUARD, correlationId: fingerprint, at }
    await recordEvent({ type: 'row-tampered', version: 1, detail: { table, row } }, context)
    recorded++
  }
  return recorded
}

async function wasRecorded(correlationId: string, at: Date): Promise<boolean> {
  const isSame = and(
    eq(auditEntries.correlationId, correlationId),
    eq(auditEntries.type, 'row-tampered'),
    gte(auditEntries.at, new Date(at.getTime() - ONCE_MS)),
  )
  const rows = await database().select({ id: auditEntries.id }).from(auditEntries).where(isSame)
  return rows.length > 0
}

/** Records them shortly after they were met, apart from what met them: that may be rolled back, or only read. */
export const tamperedRowsJob: MaintenanceJob = {
  name: 'recording of changed rows',
  everyMs: 1_000,
  run: async (clock) => {
    await recordTamperedRows(clock)
  },
}
