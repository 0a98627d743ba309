import 'server-only'
import { and, eq, gte, inArray, sql, type SQL } from 'drizzle-orm'
import type { Database } from '../../database/connection'
import { auditActors, auditEntries } from '../../database/schema'
import type { AuditEvent } from '../events/events'
import type { ActorIdentity } from './actors'

/** What is counted: entries of these types that meet the condition, or the sum of a number in them. */
export type Counting = {
  readonly types: readonly AuditEvent['type'][]
  readonly condition?: SQL
  readonly sum?: SQL
}

/** The details of an entry, for a {@link Counting}. */
export const detailColumn = auditEntries.detail

/** How much the audit log says that somebody did since a time. */
export async function countEntries(
  { issuer, subject }: ActorIdentity,
  { types, condition, sum = sql`1` }: Counting,
  since: Date,
  within: Database,
): Promise<number> {
  const [row] = await within
    .select({ count: sql<number>`coalesce(sum(${sum}), 0)::int` })
    .from(auditEntries)
    .innerJoin(auditActors, eq(auditActors.actor, auditEntries.actor))
    .where(
      and(
        eq(auditActors.issuer, issuer),
        eq(auditActors.subject, subject),
        inArray(auditEntries.type, [...types]),
        gte(auditEntries.recordedAt, since),
        condition,
      ),
    )
  return row?.count ?? 0
}
