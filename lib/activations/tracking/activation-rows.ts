import 'server-only'
import { and, eq, sql, type SQL } from 'drizzle-orm'
import type { AuditEvent, RememberedDevice } from '../../audit/events/events'
import { recordEvent, type EntryContext } from '../../audit/log/audit-log'
import { database, type Database } from '../../database/connection'
import { activations } from '../../database/schema'
import { isReferenceCode } from '../../platform/reference-code'
import type { ActivationEnding } from './activation-state'

// What is known of an activation and what the trail says of it change in one transaction, and each change is conditional:
// a step that somebody else has taken first changes nothing.

export type ActivationRow = typeof activations.$inferSelect
export type PersonKey = { readonly issuer: string; readonly subject: string }
/** Who calls for an app: the person whose token it has, and which app it is. */
export type AppHolder = PersonKey & { readonly clientId: string }

export const activationsOf = ({ issuer, subject }: PersonKey) =>
  and(eq(activations.issuer, issuer), eq(activations.subject, subject))

/** Locks the activations that `where` picks, before anything of the same transaction is recorded. */
export async function lockActivation(
  where: SQL | undefined,
  tx: Database,
): Promise<ActivationRow[]> {
  return tx.select().from(activations).where(where).orderBy(activations.number).for('update')
}

/** An activation of the person's own, by its number; null for one that isn't there, or is somebody else's. */
export async function findOwnActivation(
  person: PersonKey,
  number: string,
  within: Database = database(),
): Promise<ActivationRow | null> {
  if (!isReferenceCode(number)) return null
  const [row] = await within
    .select()
    .from(activations)
    .where(and(eq(activations.number, number), activationsOf(person)))
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
export async function changeActivation(
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
export async function endActivation(
  where: SQL | undefined,
  ending: ActivationEnding,
  at: Date,
  tx: Database,
  values: Change = {},
  device: RememberedDevice | null = null,
): Promise<ActivationRow[]> {
  const rows = await changeActivation(where, { dueAt: null, ...values, ending, endedAt: at }, tx)
  for (const row of rows)
    await activationRecorder(
      row,
      { type: 'activation-ended', version: 1, detail: { ending, device } },
      at,
      {
        ...(device === null || row.deviceId === null ? {} : { deviceId: row.deviceId }),
        tx,
      },
    )
  return rows
}

/** Writes into the trail what happened to an activation. Who did it is the person themselves, unless named. */
export async function activationRecorder(
  { number, userId, issuer, subject }: ActivationRow,
  event: AuditEvent,
  at: Date,
  { tx, ...more }: Partial<Pick<EntryContext, 'actor' | 'deviceId'>> & { readonly tx: Database },
): Promise<void> {
  const context = { actor: { issuer, subject }, correlationId: number, at, userId, ...more }
  await recordEvent(event, context, tx)
}
