import 'server-only'
import { and, asc, desc, eq, gt, inArray, isNull, notExists, or, sql } from 'drizzle-orm'
import { database, type Database } from '../../database/connection'
import { clientStates } from '../../database/schema'
import { believableColumns, believedRows, sealRow, updateSealed } from '../../database/sealed-rows'
import { randomId } from '../../platform/crypto'
import { env } from '../../platform/env'
import { fail, succeed, type Result } from '../../platform/result'
import { openEnvelope, sealEnvelope, type EnvelopeError, type StateKind } from './envelope'

export type { StateKind } from './envelope'

/** The longest state that is kept, in bytes of UTF-8. The vendor names no limit. */
export const MOST_STATE_BYTES = 1024 * 1024

/** A state to keep: whose it is, its kind, who sent it, and its row in the service's list when that is known. */
export type NewState = Pick<
  typeof clientStates.$inferSelect,
  'userId' | 'kind' | 'madeBy' | 'issuer' | 'subject' | 'deviceId' | 'linkedBy' | 'expiresAt'
>

/** What is known of a kept state without opening it. */
export type KeptState = Pick<
  typeof clientStates.$inferSelect,
  'id' | 'userId' | 'kind' | 'madeBy' | 'deviceId' | 'missingSince' | 'storedAt' | 'expiresAt'
>

const isUnexpired = (at: Date) => or(isNull(clientStates.expiresAt), gt(clientStates.expiresAt, at))

/** Whether states can be kept: a key ring is configured. */
export function isVaultOpen(): boolean {
  return env().CLIENT_STATE_KEYS !== undefined
}

/** Whether a text can be a client state: it comes back byte for byte as UTF-8, and is neither empty nor too long. */
export function isPossibleState(text: string): boolean {
  return text !== '' && text.isWellFormed() && Buffer.byteLength(text) <= MOST_STATE_BYTES
}

/**
 * Seals a state and keeps it; gives its id. Throws when the vault isn't open or the text is malformed. The caller has
 * checked both, and the size, and that no other state is kept for the same row.
 */
export async function putState(
  state: NewState,
  text: string,
  at: Date,
  within: Database = database(),
): Promise<string> {
  const ring = env().CLIENT_STATE_KEYS
  if (ring === undefined) throw new Error('the vault is not open')
  if (!text.isWellFormed()) throw new Error('a client state has characters that UTF-8 can’t hold')
  const id = randomId()
  const sealed = sealEnvelope(text, { ...state, id }, ring)
  const row = { ...state, ...sealed, id, missingSince: null, storedAt: at }
  await within.insert(clientStates).values(sealRow(clientStates, row))
  return id
}

/** The states that are kept for some Recognize users and have not expired, newest first. */
export async function keptStates(
  userIds: readonly string[],
  at: Date,
  within: Database = database(),
): Promise<KeptState[]> {
  const rows = await within
    .select(believableColumns(clientStates))
    .from(clientStates)
    .where(and(inArray(clientStates.userId, [...userIds]), isUnexpired(at)))
    .orderBy(desc(clientStates.storedAt), asc(clientStates.id))
  return believedRows(clientStates, rows, { userId: userIds }).map(
    ({ id, userId, kind, madeBy, deviceId, missingSince, storedAt, expiresAt }) => ({
      id,
      userId,
      kind,
      madeBy,
      deviceId,
      missingSince,
      storedAt,
      expiresAt,
    }),
  )
}

/** Lets one transaction at a time store, link or reconcile states of that user; until the transaction ends. */
export async function lockStatesOf(userId: string, tx: Database): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`keep-state/${userId}`}, 0))`,
  )
  // Other code destroys single states without this lock, and records it. Their rows are locked here, before anything is
  // recorded in this transaction: in the other order the two could wait for each other.
  await tx
    .select({ id: clientStates.id })
    .from(clientStates)
    .where(eq(clientStates.userId, userId))
    .orderBy(clientStates.id)
    .for('update')
}

/** Links a state to its row, found by difference. Does nothing while another state, even an expired one, is linked to that row. */
export async function linkState(
  id: string,
  userId: string,
  deviceId: string,
  tx: Database,
): Promise<void> {
  const other = tx
    .select({ id: clientStates.id })
    .from(clientStates)
    .where(and(eq(clientStates.userId, userId), eq(clientStates.deviceId, deviceId)))
  const isFree = and(isNull(clientStates.deviceId), notExists(other))
  await updateSealed(clientStates, { deviceId, linkedBy: 'difference' }, { id, userId }, tx, isFree)
}

/** Notes since when the rows of some states are missing from the service's list; null when they are listed. */
export async function noteMissing(
  ids: readonly string[],
  userId: string,
  since: Date | null,
  tx: Database,
): Promise<void> {
  if (ids.length === 0) return
  await updateSealed(clientStates, { missingSince: since }, { id: ids, userId }, tx)
}

/**
 * Opens a state of that user. Within a transaction the row is locked until its end: when two transactions hand the state
 * out and destroy it, the second one finds it gone.
 * - `state-gone` there is no state of this id, it belongs to another user, or it has expired
 * - the others: see {@link EnvelopeError}
 */
export async function openState(
  id: string,
  userId: string,
  at: Date,
  within: Database = database(),
): Promise<
  Result<{ text: string; kind: StateKind }, { readonly code: 'state-gone' } | EnvelopeError>
> {
  const rows = await within
    .select()
    .from(clientStates)
    .where(and(eq(clientStates.id, id), eq(clientStates.userId, userId), isUnexpired(at)))
    .for('update')
  const [row] = believedRows(clientStates, rows, { id, userId })
  if (!row) return fail({ code: 'state-gone' })
  const text = openEnvelope(row, row, env().CLIENT_STATE_KEYS)
  return text.ok ? succeed({ text: text.value, kind: row.kind }) : text
}
