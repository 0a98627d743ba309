import 'server-only'
import { and, eq, isNull, sql, type SQL } from 'drizzle-orm'
import type { AuditEvent, RememberedDevice } from '../../audit/events/events'
import { recordEvent, type EntryContext } from '../../audit/log/audit-log'
import type { Account } from '../../auth/authorization/actor'
import { database, type Database } from '../../database/connection'
import { activations } from '../../database/schema'
import { believedRows, isAsked, updateSealed, type AskedValues } from '../../database/sealed-rows'
import { isReferenceCode } from '../../platform/reference-code'
import type { ActivationEnding } from './activation-state'
import type { SdkError } from './sdk-errors'

// A row and what the audit log says of it change in one transaction. Every change is conditional: a step that was already
// taken elsewhere changes nothing.

export type ActivationRow = typeof activations.$inferSelect
/** Who calls for an app: the account of its access token, and the OAuth client that the app is. */
export type AppHolder = Account & { readonly clientId: string }

export const activationsOf = ({ issuer, subject }: Account) =>
  and(eq(activations.issuer, issuer), eq(activations.subject, subject))

/** It goes on, and its code was not redeemed. */
export const isUnused = and(isNull(activations.redeemedAt), isNull(activations.ending))

/** Which activations are meant, by what they must say. The condition of a query alone is what the database says of it. */
export type AskedActivation = AskedValues<typeof activations>

/** Locks the activations that are `asked` for and that `where` picks, before anything of the same transaction is recorded. */
export async function lockActivation(
  asked: AskedActivation,
  where: SQL | undefined,
  tx: Database,
): Promise<ActivationRow[]> {
  const rows = await tx
    .select()
    .from(activations)
    .where(and(isAsked(activations, asked), where))
    .orderBy(activations.number)
    .for('update')
  return believedRows(activations, rows, asked)
}

/** An activation of the account's own, by its number. Null when there is none, or when it belongs to another person. */
export async function findOwnActivation(
  account: Account,
  number: string,
  within: Database = database(),
): Promise<ActivationRow | null> {
  if (!isReferenceCode(number)) return null
  const rows = await within
    .select()
    .from(activations)
    .where(and(eq(activations.number, number), activationsOf(account)))
  const { issuer, subject } = account
  return believedRows(activations, rows, { number, issuer, subject })[0] ?? null
}

/** Whether nothing more will come of it. An activation that has ended may still be followed: its phone may come, and is then announced or removed. */
export function isSettled({ ending, dueAt }: Pick<ActivationRow, 'ending' | 'dueAt'>): boolean {
  return ending !== null && dueAt === null
}

/** The error of the app's newest failure; null after a success. */
export function reportedError({
  failureCode,
  failureModel,
}: Pick<ActivationRow, 'failureCode' | 'failureModel'>): SdkError | null {
  return failureCode === null ? null : { code: failureCode, model: failureModel }
}

/** What a row says once the app has succeeded. */
export const NO_FAILURE = { failureCode: null, failureModel: null, failedAt: null } as const

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
    | 'failureModel'
    | 'newDevices'
    | 'openedAt'
    | 'redeemedAt'
    | 'undoReceipt'
  >
>

/** Changes the activations that are `asked` for and that `where` picks; gives them as they are then. Watchers see the change. */
export async function changeActivation(
  asked: AskedActivation,
  where: SQL | undefined,
  values: Change & Partial<Pick<ActivationRow, 'ending' | 'endedAt'>>,
  within: Database = database(),
): Promise<ActivationRow[]> {
  const change = { ...values, version: sql`${activations.version} + 1` }
  return updateSealed(activations, change, asked, within, where)
}

/** Ends the activations that are `asked` for and that `where` picks, in the caller's transaction; gives those that ended. Their phones are not followed any more unless `values` sets `dueAt`. */
export async function endActivation(
  asked: AskedActivation,
  where: SQL | undefined,
  ending: ActivationEnding,
  at: Date,
  tx: Database,
  values: Change = {},
  device: RememberedDevice | null = null,
): Promise<ActivationRow[]> {
  const ended = { dueAt: null, ...values, ending, endedAt: at }
  const rows = await changeActivation(asked, where, ended, tx)
  const event = { type: 'activation-ended', version: 1, detail: { ending, device } } as const
  for (const row of rows) {
    const about = device === null || row.deviceId === null ? {} : { deviceId: row.deviceId }
    await recordActivationEvent(row, event, at, { ...about, tx })
  }
  return rows
}

/** Records what happened to an activation in the audit log. The person did it unless another actor is named. */
export async function recordActivationEvent(
  { number, userId, issuer, subject }: ActivationRow,
  event: AuditEvent,
  at: Date,
  { tx, ...more }: Partial<Pick<EntryContext, 'actor' | 'deviceId'>> & { readonly tx: Database },
): Promise<void> {
  const context = { actor: { issuer, subject }, correlationId: number, at, userId, ...more }
  await recordEvent(event, context, tx)
}
