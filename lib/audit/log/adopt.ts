import 'server-only'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { database, type Database } from '../../database/connection'
import { log } from '../../platform/log'
import { append, type NewEntry } from '../integrity/chain'
import { headOfLog } from '../integrity/checkpoints'
import { auditEvent, eventOutcome } from '../events/events'

const BATCH = 500
const TABLE = sql.raw('audit_entries_before')

const oldRows = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      at: z.coerce.date(),
      type: z.string(),
      correlation_id: z.string(),
      actor_issuer: z.string(),
      actor_subject: z.string(),
      user_id: z.string().nullable(),
      device_id: z.string().nullable(),
      version: z.coerce.number(),
      detail: z.string().transform((text): unknown => JSON.parse(text)),
    }),
  ),
})

/**
 * Puts the entries that were written before there was a chain into it, in their order, all in one transaction; gives how
 * many. Only while the chain has no entries: whatever else a table of that name holds is not the portal's.
 */
export async function adoptOldEntries(): Promise<number> {
  // Nearly always; a portal whose disk is nearly full must start all the same.
  if (!(await hasOldEntries(database()))) return 0
  const adopted = await database().transaction(async (tx) => {
    // Replicas that start together: the second finds nothing left.
    await tx.execute(sql`select from audit_head for update`)
    if (!(await hasOldEntries(tx))) return 0
    if ((await headOfLog(tx)).entries > 0) {
      log().error('audit_entries_before is not from before the chain, and is left alone')
      return 0
    }
    let count = 0
    for (let after = '0'; ;) {
      const { rows } = oldRows.parse(
        await tx.execute(sql`
          select id::text, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, type, correlation_id,
            actor_issuer, actor_subject, user_id, device_id, version::text, detail::text as detail
          from ${TABLE} where id > ${after}::bigint order by id limit ${BATCH}`),
      )
      const entries = rows.map(entryOf)
      await addMonths(entries, tx)
      if (entries.length > 0) await append(entries, tx)
      count += rows.length
      const last = rows.at(-1)
      if (!last || rows.length < BATCH) break
      after = last.id
    }
    await tx.execute(sql`drop table ${TABLE}`)
    return count
  })
  if (adopted > 0) log().info({ adopted }, 'the trail is a chain now')
  return adopted
}

async function hasOldEntries(within: Database): Promise<boolean> {
  const found = z
    .object({ rows: z.tuple([z.object({ name: z.string().nullable() })]) })
    .parse(await within.execute(sql`select to_regclass('audit_entries_before')::text as name`))
  return found.rows[0].name !== null
}

type OldRow = z.infer<typeof oldRows>['rows'][number]

function entryOf(row: OldRow): NewEntry {
  const event = auditEvent.safeParse(row)
  const { at, type, version, detail } = row
  return {
    ...{ at, type, version, detail, recordedAt: at },
    outcome: event.success ? eventOutcome(event.data) : 'done',
    correlationId: row.correlation_id,
    actor: { issuer: row.actor_issuer, subject: row.actor_subject },
    role: row.actor_issuer === 'recognize-portal' ? 'system' : 'person',
    userId: row.user_id,
    deviceId: row.device_id,
  }
}

/** Makes room for the months that entries are of. */
async function addMonths(entries: readonly NewEntry[], tx: Database): Promise<void> {
  const months = new Set(entries.map(({ at }) => `${at.toISOString().slice(0, 7)}-01`))
  for (const month of months) await tx.execute(sql`select add_audit_month(${month}::date)`)
}
