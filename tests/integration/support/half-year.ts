import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { appendEntries } from '@/lib/audit/log/chain'
import { connectDatabase, provideDatabase, type Database } from '@/lib/database/connection'
import { copyEmbedded } from '../../setup/embedded'
import { createDatabase } from '../../setup/postgres'
import { required } from '../../setup/stack'
import { disconnect } from './test'
import { about, auditTest } from './audit-log'

export const DAY_MS = 86_400_000
export const signedIn = { type: 'signed-in', version: 1, detail: {} } as const

/** Each test has a trail of its own, with entries of half a year. */
export const halfYearTest = auditTest.extend<{ own: Database; months: Date[] }>({
  months: async ({}, use) => {
    const now = new Date()
    await use(
      [6, 5, 4, 3, 2, 1, 0].map(
        (back) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back)),
      ),
    )
  },
  own: async ({ databaseName, database: shared, stack, months, folder }, use) => {
    const postgres =
      databaseName === 'PGlite'
        ? null
        : await createDatabase(required(stack.postgres, 'PostgreSQL'))
    const directory = join(folder, randomUUID())
    if (!postgres) copyEmbedded(required(stack.embedded, 'An embedded database'), directory)
    const own = await connectDatabase(
      postgres ? { DATABASE_URL: postgres.url } : { DATA_DIR: directory },
    )
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
    await use(own)
    provideDatabase(shared)
    await disconnect(own)
    await postgres?.drop()
  },
})
