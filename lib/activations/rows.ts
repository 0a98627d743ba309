import 'server-only'
import { and, eq, sql, type SQL } from 'drizzle-orm'
import type { ActivityEvent, RememberedDevice } from '../activity/events'
import { record, type EntryContext } from '../activity/trail'
import { database, type Database } from '../database/connection'
import { activations } from '../database/schema'
import { isNumber } from '../devices/removal/number'
import type { ActivationEnding } from './activation-state'

// What is known of an activation and what the trail says of it change in one transaction, and each change is conditional:
// a step that somebody else has taken first changes nothing.

export type ActivationRow = typeof activations.$inferSelect
export type Person = { readonly issuer: string; readonly subject: string }
/** Who calls for an app: the person whose token it has, and which app it is. */
export type Holder = Person & { readonly clientId: string }

export const isOf = ({ issuer, subject }: Person) =>
  and(eq(activations.issuer, issuer), eq(activations.subject, subject))

/** Locks the activations that `where` picks, before anything of the same transaction is recorded. */
export async function lock(where: SQL | undefined, tx: Database): Promise<ActivationRow[]> {
  return tx.select().from(activations).where(where).orderBy(activations.number).for('update')
}

/** An activation of the person's own, by its number; null for one that isn't there, or is somebody else's. */
export async function findOwn(
  person: Person,
  number: string,
  within: Database = database(),
): Promise<ActivationRow | null> {
  if (!isNumber(number)) return null
  const [row] = await within
    .select()
    .from(activations)
    .where(and(eq(activations.number, number), isOf(person)))
  return row ?? null
}

/**
 * Whether nothing more will come of it. One that has ended may still be followed: its phone is on the way, to be told of
 * or to be taken away.
 */
export function isSettled({ ending, dueAt }: Pick<ActivationRow, 'ending' | 'dueAt'>): boolean {
  return ending !== null && dueAt === null
}

type Change = Partial<
  Pick<
    ActivationRow,
    | 'clientStateId'
    | 'deviceId'
    | 'dueAt'
    | 'expiresAt'
    | 'facePassedAt'
    | 'failedAt'
    | 'failureCode'
    | 'newDevices'
    | 'openedAt'
    | 'redeemedAt'
    | 'undoReceipt'
  >
>

/** Changes the activations that `where` picks; gives them as they are then. Whoever watches sees it. */
export async function change(
  where: SQL | undefined,
  values: Change & Partial<Pick<ActivationRow, 'ending' | 'endedAt'>>,
  within: Database = database(),
): Promise<ActivationRow[]> {
  return within
    .update(activations)
    .set({ ...values, version: sql`${activations.version} + 1` })
    .where(where)
    .returning()
}

/** Ends the activations that `where` picks, in the caller's transaction; gives those that ended. Nobody looks for their phone any more unless `values` says so. */
export async function end(
  where: SQL | undefined,
  ending: ActivationEnding,
  at: Date,
  tx: Database,
  values: Change = {},
  device: RememberedDevice | null = null,
): Promise<ActivationRow[]> {
  const rows = await change(where, { dueAt: null, ...values, ending, endedAt: at }, tx)
  for (const row of rows)
    await recordOf(row, { type: 'activation-ended', version: 1, detail: { ending, device } }, at, {
      ...(device === null || row.deviceId === null ? {} : { deviceId: row.deviceId }),
      tx,
    })
  return rows
}

/** Writes into the trail what happened to an activation. Who did it is the person themselves, unless named. */
export async function recordOf(
  { number, userId, issuer, subject }: ActivationRow,
  event: ActivityEvent,
  at: Date,
  { tx, ...more }: Partial<Pick<EntryContext, 'actor' | 'deviceId'>> & { readonly tx: Database },
): Promise<void> {
  const context = { actor: { issuer, subject }, correlationId: number, at, userId, ...more }
  await record(event, context, tx)
}
