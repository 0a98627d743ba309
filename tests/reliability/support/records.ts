import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asc } from 'drizzle-orm'
import { connectDatabase, type Database } from '@/lib/database/connection'
import { auditEntries, pendingRemovals } from '@/lib/database/schema'
import { disconnect } from '../../integration/support/test'

/** What the database of a portal holds about removals. */
export interface Records {
  /** In the order they were written. */
  entries: (typeof auditEntries.$inferSelect)[]
  pending: (typeof pendingRemovals.$inferSelect)[]
}

/** Where a portal keeps what it knows. */
export type Place = { DATABASE_URL: string } | { DATA_DIR: string }

/** Reads what a portal that has ended left behind. */
export async function recordsIn(place: Place): Promise<Records> {
  if ('DATABASE_URL' in place) return read(await connectDatabase(place))
  // A copy: this process would keep the directory locked as long as it lives, and the portal may need it again.
  const copy = mkdtempSync(join(tmpdir(), 'portal-copy-'))
  try {
    cpSync(join(place.DATA_DIR, 'pglite'), join(copy, 'pglite'), { recursive: true })
    return await read(await connectDatabase({ DATA_DIR: copy }))
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

async function read(database: Database): Promise<Records> {
  try {
    return {
      entries: await database.select().from(auditEntries).orderBy(asc(auditEntries.id)),
      pending: await database.select().from(pendingRemovals),
    }
  } finally {
    await disconnect(database)
  }
}
