import 'server-only'
import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { auditCuts, auditEntries } from '../../database/schema'
import { log } from '../../platform/log'
import { chainedColumns, entryHash } from './chain'

// Some decisions rest on what an entry says. Such an entry is believed by its hash alone: whoever owns the database could
// write one. The hash covers that of the entry before, and nobody without the key can make it fit.

const chainedRow = z.object({
  id: z.string(),
  recordedAt: z.string(),
  at: z.string(),
  type: z.string(),
  outcome: z.string(),
  correlationId: z.string(),
  actor: z.string(),
  actorRole: z.string(),
  userId: z.string().nullable(),
  deviceId: z.string().nullable(),
  version: z.string(),
  detail: z.string(),
  hash: z.string(),
  previous: z.string(),
})

/** The hash of the entry before; of the last one that was dropped, where that is the one; nothing before the first. */
const previousHash = sql`coalesce(
  (select before.hash from ${auditEntries} as before where before.id = ${auditEntries}.id - 1 limit 1),
  (select ${auditCuts.hash} from ${auditCuts} where ${auditCuts.entries} = ${auditEntries}.id - 1),
  '')`

/** An entry within a bigger query, as text. {@link believedEntryOf} reads it. */
export function entryAsText(): SQL {
  const fields = Object.entries({ ...chainedColumns, previous: previousHash }).flatMap(
    ([name, value]) => [sql`${name}::text`, sql`${value}`],
  )
  return sql`jsonb_build_object(${sql.join(fields, sql`, `)})`
}

/** An entry that the portal has written. */
type BelievedEntry = {
  readonly type: string
  readonly userId: string | null
  readonly deviceId: string | null
  readonly detail: unknown
}

/** The entry that {@link entryAsText} has put into words; null when the portal has not written it so. */
export function believedEntryOf(text: string): BelievedEntry | null {
  const { hash, previous, ...fields } = chainedRow.parse(JSON.parse(text))
  if (entryHash(previous, fields) !== hash) {
    log().error(
      { entry: fields.id },
      'an entry of the audit log has a wrong hash, and decides nothing',
    )
    return null
  }
  const { type, userId, deviceId, detail } = fields
  return { type, userId, deviceId, detail: JSON.parse(detail) as unknown }
}
