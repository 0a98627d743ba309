import { sql } from 'drizzle-orm'
import { appendEntries } from '@/lib/audit/log/chain'
import { createClockMemory } from '@/lib/audit/integrity/check-clocks'
import { dropOldMonths } from '@/lib/audit/integrity/drop-months'
import { database, provideDatabase, type Database } from '@/lib/database/connection'
import { openDatabase } from './test'
import { about, auditTest } from './audit-log'

export const DAY_MS = 86_400_000
export const signedIn = { type: 'signed-in', version: 1, detail: {} } as const

/** Drops what is older than a moment, on clocks that are right. */
export function dropBefore(limit: Date, within: Database = database()): Promise<number> {
  const now = new Date()
  const clocks = { portal: now, database: now }
  const keepDays = (now.getTime() - limit.getTime()) / DAY_MS
  return dropOldMonths(keepDays, clocks, createClockMemory(), within)
}

/** As a portal that has run until now has left it, in the last month that has entries. */
function clockChecked(months: readonly Date[]) {
  const at = new Date((months.at(-2)?.getTime() ?? 0) + 3 * DAY_MS)
  return {
    type: 'retention-checked',
    version: 1,
    detail: { databaseAt: new Date().toISOString(), dropped: 0 },
    outcome: 'done',
    role: 'system',
    actor: { issuer: 'recognize-portal', subject: 'trail-keeper' },
    correlationId: 'checked',
    at,
    recordedAt: at,
    userId: null,
    deviceId: null,
  } as const
}

/** Each test has a trail of its own, with 18 entries of half a year, and one that says that the clock is right. */
export const halfYearTest = auditTest.extend<{ own: Database; months: Date[] }>({
  months: async ({}, use) => {
    const now = new Date()
    await use(
      [6, 5, 4, 3, 2, 1, 0].map(
        (back) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back)),
      ),
    )
  },
  own: async ({ databaseName, database: shared, stack, months }, use) => {
    const { database: own, close } = await openDatabase(databaseName, stack)
    provideDatabase(own)
    for (const month of months.slice(0, -1)) {
      await own.execute(sql`select add_audit_month(${month.toISOString()}::date)`)
      const entries = Array.from({ length: 3 }, (_, day) => {
        const at = new Date(month.getTime() + day * DAY_MS)
        const { actor, correlationId } = about(undefined)
        const facts = {
          ...signedIn,
          outcome: 'done',
          role: 'person',
          actor,
          correlationId,
        } as const
        return { ...facts, at, recordedAt: at, userId: null, deviceId: null }
      })
      await own.transaction((tx) => appendEntries(entries, tx))
    }
    await own.transaction((tx) => appendEntries([clockChecked(months)], tx))
    await use(own)
    provideDatabase(shared)
    await close()
  },
})
