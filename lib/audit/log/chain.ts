import 'server-only'
import { isDeepStrictEqual } from 'node:util'
import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../../database/connection'
import { auditEntries, auditHead } from '../../database/schema'
import { actorOfEntry, holdActor, type ActorRow, type ActorIdentity } from './actors'
import type { ActorRole } from '../events/events'
import { encodeFields, sign } from './signature'

// Every entry carries a keyed hash over itself and the hash before it. One row, the head, says where the chain ends. A
// writer locks the head, so entries are numbered without gaps, in the order of one clock: the database's.

/** An entry that has no place in the chain yet. It may be of another version than this one. */
export type NewEntry = {
  readonly at: Date
  readonly type: string
  readonly outcome: string
  readonly correlationId: string
  readonly actor: ActorIdentity
  readonly role: ActorRole
  readonly userId: string | null
  readonly deviceId: string | null
  readonly version: number
  readonly detail: unknown
  /** A time before now; for a log that is written after the fact, as tests of whole months do. */
  readonly recordedAt?: Date
}

/** The fields of an entry that its hash covers, as text; times in milliseconds since 1970. */
export type ChainedFields = {
  readonly id: string
  readonly recordedAt: string
  readonly at: string
  readonly type: string
  readonly outcome: string
  readonly correlationId: string
  readonly actor: string
  readonly actorRole: string
  readonly userId: string | null
  readonly deviceId: string | null
  readonly version: string
  /** As the database prints the JSON: always the same text for the same JSON. */
  readonly detail: string
}

/** A time as the hash covers it: milliseconds since 1970, as text. */
export const milliseconds = (moment: SQL) =>
  sql<string>`(floor(extract(epoch from ${moment}) * 1000))::bigint::text`

/** The selection that gives {@link ChainedFields} and the hash. */
export const chainedColumns = {
  id: sql<string>`${auditEntries.id}::text`,
  recordedAt: milliseconds(sql`${auditEntries.recordedAt}`),
  at: milliseconds(sql`${auditEntries.at}`),
  type: auditEntries.type,
  outcome: auditEntries.outcome,
  correlationId: auditEntries.correlationId,
  actor: auditEntries.actor,
  actorRole: auditEntries.actorRole,
  userId: auditEntries.userId,
  deviceId: auditEntries.deviceId,
  version: sql<string>`${auditEntries.version}::text`,
  detail: sql<string>`${auditEntries.detail}::text`,
  hash: auditEntries.hash,
}

/** The hash of an entry that follows the entry with the hash `previous`. Only the portal's secret can make it. */
export function entryHash(previous: string, entry: ChainedFields): string {
  const { id, recordedAt, at, type, outcome, correlationId } = entry
  const { actor, actorRole, userId, deviceId, version, detail } = entry
  const facts = [id, recordedAt, at, type, outcome, correlationId]
  const about = [actor, actorRole, userId, deviceId, version, detail]
  return sign('entry', [previous, ...facts, ...about])
}

/** Appends entries as the last step of the caller’s transaction: a later row lock could end in a deadlock. */
export async function appendEntries(entries: readonly NewEntry[], tx: Database): Promise<void> {
  const known = await knownActors(entries, tx)
  const head = await lockHead(
    entries.map(({ detail }) => detail),
    tx,
  )
  let { hash } = head
  let id = head.entries
  let recordedAt = Number(head.recordedAt)
  const rows: (typeof auditEntries.$inferInsert)[] = []
  const names = new Map<string, string>()
  for (const [place, { actor: person, role, ...entry }] of entries.entries()) {
    const key = keyOf(person)
    const actor = names.get(key) ?? (await actorOfEntry(person, known.get(key) ?? null, tx))
    names.set(key, actor)
    const wished = entry.recordedAt?.getTime() ?? Infinity
    recordedAt = Math.max(recordedAt, Math.min(wished, Number(head.now)))
    id += 1
    const detail = head.details[place] ?? ''
    const facts = { ...entry, actor, actorRole: role }
    const texts = { id: `${id}`, version: `${entry.version}`, recordedAt: `${recordedAt}`, detail }
    hash = entryHash(hash, { ...facts, ...texts, at: `${entry.at.getTime()}` })
    const moment = new Date(recordedAt)
    rows.push({ ...facts, id, recordedAt: moment, detail: sql`${detail}::jsonb`, hash })
  }
  const appended = tx.$with('appended').as(tx.insert(auditEntries).values(rows).returning())
  const forward = { entries: id, hash, recordedAt: new Date(recordedAt) }
  await tx.with(appended).update(auditHead).set(forward)
}

const keyOf = ({ issuer, subject }: ActorIdentity) => encodeFields([issuer, subject])

/** Looked up before the head is locked, because that makes other writers wait. */
async function knownActors(
  entries: readonly NewEntry[],
  tx: Database,
): Promise<ReadonlyMap<string, ActorRow | null>> {
  const known = new Map<string, ActorRow | null>()
  for (const { actor } of entries) {
    const key = keyOf(actor)
    if (!known.has(key)) known.set(key, await holdActor(actor, tx, 'to add'))
  }
  return known
}

/** Locks the head. Gives it with the database's time, and with the details as the database will print them. */
async function lockHead(details: readonly unknown[], tx: Database) {
  const texts = sql<string>`(
    select json_agg(value::text order by place)::text
    from jsonb_array_elements(${JSON.stringify(details)}::jsonb) with ordinality as given(value, place)
  )`
  const [head] = await tx
    .select({
      entries: auditHead.entries,
      hash: auditHead.hash,
      recordedAt: milliseconds(sql`${auditHead.recordedAt}`),
      now: milliseconds(sql`clock_timestamp()`),
      details: texts,
    })
    .from(auditHead)
    .for('update')
  if (!head) throw new Error('the audit log has lost its head')
  return { ...head, details: printedDetails(details, head.details) }
}

/** The details as the database prints them. It chooses their form alone: what says something else is not signed. */
function printedDetails(details: readonly unknown[], printed: string): string[] {
  const texts = z.array(z.string()).parse(JSON.parse(printed))
  const asGiven = JSON.parse(JSON.stringify(details)) as unknown
  if (
    !isDeepStrictEqual(
      texts.map((text) => JSON.parse(text) as unknown),
      asGiven,
    )
  )
    throw new Error('the database gives other details than those that are to be recorded')
  return texts
}
