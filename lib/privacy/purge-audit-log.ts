import 'server-only'
import { setImmediate as yieldToRequests } from 'node:timers/promises'
import { and, asc, gt, inArray, sql } from 'drizzle-orm'
import { createClockMemory } from '../audit/integrity/check-clocks'
import { dropOldMonths } from '../audit/integrity/drop-months'
import { databaseTime } from '../audit/log/chain-position'
import { database, type Database } from '../database/connection'
import { auditActors, auditEntries } from '../database/schema'

const BATCH = 200

/**
 * Drops the months that are proven to be `keepDays` old by the database's clock, and the actors of no entry; gives how
 * many entries went. `at` is the portal's clock, which must agree. A process keeps its `memory` from run to run.
 */
export async function purgeAuditLog(
  keepDays: number,
  at: Date,
  within: Database = database(),
  memory = createClockMemory(),
): Promise<number> {
  const clocks = { portal: at, database: await databaseTime(within) }
  const dropped = await dropOldMonths(keepDays, clocks, memory, within)
  if (dropped > 0) await purgeUnusedActors(within)
  return dropped
}

/** Deletes the actors that no entry names any more; returns how many. If one acts again, they get another name. */
export async function purgeUnusedActors(within: Database): Promise<number> {
  let purged = 0
  for (let after = ''; ;) {
    const rows = await within
      .select({ actor: auditActors.actor })
      .from(auditActors)
      .where(gt(auditActors.actor, after))
      .orderBy(asc(auditActors.actor))
      .limit(BATCH)
    const last = rows.at(-1)
    if (!last) return purged
    const names = rows.map(({ actor }) => actor)
    purged += await within.transaction((tx) => deleteUnused(names, tx))
    after = last.actor
    await yieldToRequests()
  }
}

async function deleteUnused(names: readonly string[], tx: Database): Promise<number> {
  const isUnused = and(
    inArray(auditActors.actor, [...names]),
    sql`not exists (select from ${auditEntries} where ${auditEntries.actor} = ${auditActors.actor})`,
  )
  // An actor that is locked is about to be used. One that was used until now is noticed by the second look.
  const locked = await tx
    .select({ actor: auditActors.actor })
    .from(auditActors)
    .where(isUnused)
    .for('update', { skipLocked: true })
  if (locked.length === 0) return 0
  const ours = locked.map(({ actor }) => actor)
  const gone = await tx
    .delete(auditActors)
    .where(and(inArray(auditActors.actor, ours), isUnused))
    .returning({ actor: auditActors.actor })
  return gone.length
}
