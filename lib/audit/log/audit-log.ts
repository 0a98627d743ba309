import 'server-only'
import { and, asc, desc, eq, inArray, is } from 'drizzle-orm'
import { PgTransaction } from 'drizzle-orm/pg-core'
import { database, type Database } from '../../database/connection'
import { isDeadlock } from '../../database/outage'
import { auditEntries } from '../../database/schema'
import { log } from '../../platform/log'
import { createSemaphore } from '../../platform/resilience/semaphore'
import type { ActorIdentity } from './actors'
import { append, type NewEntry } from '../integrity/chain'
import {
  auditEvent,
  eventOutcome,
  type AuditEvent,
  type AuditEventType,
  type ActorRole,
} from '../events/events'

/** Who, whom, what and when of one entry. */
export type EntryContext = {
  /** Acts as a person unless `role` says otherwise. */
  readonly actor: ActorIdentity & { readonly role?: ActorRole }
  readonly correlationId: string
  readonly at: Date
  /** The Recognize user and device the entry is about, when it is about one. */
  readonly userId?: string
  readonly deviceId?: string
}

export type AuditEntry = AuditEvent & {
  readonly at: Date
  readonly correlationId: string
  readonly userId: string | null
  readonly deviceId: string | null
}

/** Entries wait for each other anyway; they should not do so on all connections of the pool. */
const inTurn = createSemaphore(4)

/**
 * Appends one entry to the chain; throws when the database can't, so that nothing is done that could not be recorded.
 * Inside a transaction, hand that over as `within`, and lock no more rows afterwards: the head of the chain is held
 * from here to the end of the transaction.
 */
export async function recordEvent(
  event: AuditEvent,
  context: EntryContext,
  within: Database = database(),
): Promise<void> {
  const { actor, userId = null, deviceId = null, at, correlationId } = context
  const facts = { ...event, outcome: eventOutcome(event), role: actor.role ?? 'person' }
  const entry = { ...facts, at, correlationId, actor, userId, deviceId }
  if (is(within, PgTransaction)) await append([entry], within)
  else await inTurn.run(() => appendAlone(entry, within))
}

async function appendAlone(entry: NewEntry, within: Database): Promise<void> {
  const work = () => within.transaction((tx) => append([entry], tx))
  try {
    await work()
  } catch (error) {
    if (!isDeadlock(error)) throw error
    await work()
  }
}

type Row = typeof auditEntries.$inferSelect

/** The entries that this version understands; a newer replica may have written others, and they must not take a page away. */
function readEntries(rows: readonly Row[]): AuditEntry[] {
  return rows.flatMap((row) => {
    const event = auditEvent.safeParse(row)
    if (!event.success) {
      log().warn({ entry: row.id }, 'an entry of the trail is not understood')
      return []
    }
    const { at, correlationId, userId, deviceId } = row
    return [{ ...event.data, at, correlationId, userId, deviceId }]
  })
}

/** The entries of some undertakings about `userIds`, oldest first; empty when they belong to somebody else. */
export async function entriesOf(
  correlationIds: readonly string[],
  userIds: readonly string[],
  within: Database = database(),
): Promise<AuditEntry[]> {
  const rows = await within
    .select()
    .from(auditEntries)
    .where(
      and(
        inArray(auditEntries.correlationId, [...correlationIds]),
        inArray(auditEntries.userId, [...userIds]),
      ),
    )
    .orderBy(asc(auditEntries.id))
  return readEntries(rows)
}

/** The newest entries about one device of one of `userIds`, newest first. */
export async function entriesAboutDevice(
  deviceId: string,
  userIds: readonly string[],
  limit: number,
): Promise<AuditEntry[]> {
  const rows = await database()
    .select()
    .from(auditEntries)
    .where(and(eq(auditEntries.deviceId, deviceId), inArray(auditEntries.userId, [...userIds])))
    .orderBy(desc(auditEntries.id))
    .limit(limit)
  return readEntries(rows)
}

const REMOVAL_TYPES = [
  'removal-by-support',
  'removal-held',
  'removal-cancelled',
  'removal-abandoned',
  'removal-refused',
  'removal-intended',
  'removal-finished',
] as const satisfies readonly AuditEventType[]

/** The newest entries about removals of `userIds`, newest first. */
export async function removalEntries(
  userIds: readonly string[],
  limit: number,
): Promise<AuditEntry[]> {
  const rows = await database()
    .select()
    .from(auditEntries)
    .where(
      and(
        inArray(auditEntries.userId, [...userIds]),
        inArray(auditEntries.type, [...REMOVAL_TYPES]),
      ),
    )
    .orderBy(desc(auditEntries.id))
    .limit(limit)
  return readEntries(rows)
}
