import 'server-only'
import { and, desc, eq, inArray, is, type SQL } from 'drizzle-orm'
import { PgTransaction } from 'drizzle-orm/pg-core'
import { database, type Database } from '../../database/connection'
import { isDeadlock } from '../../database/outage'
import { auditEntries } from '../../database/schema'
import { log } from '../../platform/log'
import { createSemaphore } from '../../platform/resilience/semaphore'
import type { ActorIdentity } from './actors'
import { appendEntries, type NewEntry } from './chain'
import {
  auditEvent,
  eventOutcome,
  type AuditEvent,
  type AuditEventType,
  type ActorRole,
} from '../events/events'

/** The facts of every entry beside its event: the actor, the time, the person it is about, and the operation. */
export type EntryContext = {
  /** The role is `person` unless stated. */
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

/** Writers wait for each other anyway. They must not do so on all connections of the pool. */
const writers = createSemaphore(4)

/**
 * Appends one entry. Throws when the database can't write it, so that nothing is done that isn't recorded. In a
 * transaction, lock no more rows afterwards: it locks the head of the chain until the end.
 */
export async function recordEvent(
  event: AuditEvent,
  context: EntryContext,
  within: Database = database(),
): Promise<void> {
  const { actor, userId = null, deviceId = null, at, correlationId } = context
  const facts = { ...event, outcome: eventOutcome(event), role: actor.role ?? 'person' }
  const entry = { ...facts, at, correlationId, actor, userId, deviceId }
  if (is(within, PgTransaction)) await appendEntries([entry], within)
  else await writers.run(() => appendAlone(entry, within))
}

async function appendAlone(entry: NewEntry, within: Database): Promise<void> {
  const work = () => within.transaction((tx) => appendEntries([entry], tx))
  try {
    await work()
  } catch (error) {
    if (!isDeadlock(error)) throw error
    await work()
  }
}

/** The newest `limit` entries about `userIds` that this version understands; those of newer replicas must not break a page. */
async function readEntries(
  userIds: readonly string[],
  condition: SQL,
  limit: number | null,
  within: Database = database(),
): Promise<AuditEntry[]> {
  const found = within
    .select()
    .from(auditEntries)
    .where(and(inArray(auditEntries.userId, [...userIds]), condition))
    .orderBy(desc(auditEntries.id))
  const rows = limit === null ? await found : await found.limit(limit)
  return rows.flatMap((row) => {
    const event = auditEvent.safeParse(row)
    if (!event.success) {
      log().warn({ entry: row.id }, 'an entry of the audit log is not understood')
      return []
    }
    const { at, correlationId, userId, deviceId } = row
    return [{ ...event.data, at, correlationId, userId, deviceId }]
  })
}

/** The entries of some undertakings about `userIds`, oldest first; none of undertakings about others. */
export async function entriesOf(
  correlationIds: readonly string[],
  userIds: readonly string[],
  within: Database = database(),
): Promise<AuditEntry[]> {
  const isOfThese = inArray(auditEntries.correlationId, [...correlationIds])
  return (await readEntries(userIds, isOfThese, null, within)).reverse()
}

/** The newest entries about one device of one of `userIds`, newest first. */
export async function entriesAboutDevice(
  deviceId: string,
  userIds: readonly string[],
  limit: number,
): Promise<AuditEntry[]> {
  return readEntries(userIds, eq(auditEntries.deviceId, deviceId), limit)
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
  return readEntries(userIds, inArray(auditEntries.type, [...REMOVAL_TYPES]), limit)
}
