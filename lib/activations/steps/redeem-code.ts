import 'server-only'
import { and, gt } from 'drizzle-orm'
import type { AuditEvent } from '../../audit/events/events'
import { recordEvent } from '../../audit/log/audit-log'
import { destroyState } from '../../client-states/vault/destroy-states'
import { openState, type StateKind } from '../../client-states/vault/vault'
import { database, type Database } from '../../database/connection'
import { activations } from '../../database/schema'
import { believedRows, isAsked } from '../../database/sealed-rows'
import { can } from '../../auth/authorization/policy'
import { enqueueNotification } from '../../notifications/enqueue-notification'
import { randomId } from '../../platform/crypto'
import { fail, succeed, type Result } from '../../platform/result'
import type { Activation } from '../tracking/activation-state'
import { codeHash, readCode, typedCodeHash, type ReadCode } from '../codes/codes'
import {
  changeActivation,
  endActivation,
  isUnused,
  recordActivationEvent,
  type ActivationRow,
  type AppHolder,
} from '../tracking/activation-rows'

/** For how long the phone is expected after its code was redeemed. */
export const WAIT_MS = 30 * 60_000

/** The app's answer for a code: the data for the SDK, and the time until which the phone is expected. */
export type Redeemed = {
  readonly number: string
  readonly purpose: Activation['purpose']
  readonly userId: string
  readonly operationId: string
  /** Of the state that is handed over; of the one that is to be made, where none is. */
  readonly kind: StateKind
  /** As it was put into the vault, byte for byte. */
  readonly clientState: string | null
  readonly expiresAt: Date
}

/**
 * Why nothing was handed over.
 * - `code-not-valid` any fault of the code: the answer tells nothing about a wrong code
 * - `key-missing`, `state-damaged` the vault can't open the state; the code stays valid
 */
export type RedeemError =
  | { readonly code: 'code-not-valid' }
  | { readonly code: 'key-missing'; readonly keyId: string }
  | { readonly code: 'state-damaged' }

type Refusal = Extract<AuditEvent, { type: 'activation-refused' }>['detail']['why']

/** Rolls the transaction back. It never leaves this module. */
class NotHandedOver extends Error {
  constructor(readonly why: Exclude<RedeemError, { code: 'code-not-valid' }> | 'state-gone') {
    super('a state was not handed over')
  }
}

/** Redeems a code once, in one transaction. Only the audit log has the precise reason of a refusal. */
export async function redeemCode({
  holder,
  ownUserIds,
  text,
  at,
}: {
  readonly holder: AppHolder
  /** The Recognize users that the holder proves: by a claim of the token, or as the service finds them now. */
  readonly ownUserIds: readonly string[]
  readonly text: string
  readonly at: Date
}): Promise<Result<Redeemed, RedeemError>> {
  const code = readCode(text)
  const row = await findByCode(code, holder)
  let why = refusalOf(code, row, { ...holder, ownUserIds }, at)
  if (row !== null && why === null) {
    const redeemed = await redeem(row, holder, at)
    if (redeemed.ok) return redeemed
    if (typeof redeemed.error !== 'string') return fail(redeemed.error)
    why = redeemed.error
    if (why === 'state-gone') await endWithoutState(row, at)
  }
  await recordRefusal(holder, row, why ?? 'used', at)
  return fail({ code: 'code-not-valid' })
}

/** The database also looks up a malformed code, so that its refusal takes as long. */
async function findByCode(code: ReadCode | null, holder: AppHolder): Promise<ActivationRow | null> {
  const asked =
    code?.kind === 'typed'
      ? { typedCodeHash: typedCodeHash(holder, code.text) }
      : { codeHash: codeHash(code?.text ?? '') }
  const rows = await database().select().from(activations).where(isAsked(activations, asked))
  return believedRows(activations, rows, asked)[0] ?? null
}

function refusalOf(
  code: ReadCode | null,
  row: ActivationRow | null,
  holder: AppHolder & { readonly ownUserIds: readonly string[] },
  at: Date,
): Refusal | null {
  if (code === null) return 'malformed'
  if (row === null) return 'unknown'
  if (!can({ ...holder, roles: [] }, 'activations:redeem:own', row)) return 'foreign'
  // The row alone doesn't say whose the state is.
  if (!holder.ownUserIds.includes(row.userId)) return 'foreign'
  if (row.redeemedAt !== null) return 'used'
  if (row.ending !== null) return row.ending === 'expired' ? 'expired' : 'ended'
  return row.expiresAt <= at ? 'expired' : null
}

async function redeem(
  { number, purpose }: ActivationRow,
  holder: AppHolder,
  at: Date,
): Promise<Result<Redeemed, NotHandedOver['why'] | 'used'>> {
  try {
    return await database().transaction(async (tx) => {
      const expiresAt = new Date(at.getTime() + WAIT_MS)
      const [row] = await changeActivation(
        { number, issuer: holder.issuer, subject: holder.subject },
        and(isUnused, gt(activations.expiresAt, at)),
        // The worker looks for a phone from now on; a state is sent by the app.
        { redeemedAt: at, expiresAt, dueAt: purpose === 'bind' ? at : expiresAt },
        tx,
      )
      if (!row) return fail('used' as const)
      const state = await openHandedOverState(row, at, tx)
      const detail = { clientId: holder.clientId }
      const event = { type: 'activation-redeemed', version: 1, detail } as const
      await recordActivationEvent(row, event, at, { tx })
      await followHandover(row, state, at, tx)
      const { userId, operationId } = row
      return succeed({ number, purpose, userId, operationId, expiresAt, ...state })
    })
  } catch (error) {
    if (error instanceof NotHandedOver) return fail(error.why)
    throw error
  }
}

/** Ends an activation whose state is gone for good. */
async function endWithoutState({ number }: ActivationRow, at: Date): Promise<void> {
  await database().transaction((tx) => endActivation({ number }, isUnused, 'expired', at, tx))
}

type HandedOver = Pick<Redeemed, 'kind' | 'clientState'>

/** Opens and locks the state. Locks come before anything is recorded. */
async function openHandedOverState(
  { purpose, clientStateId, userId }: ActivationRow,
  at: Date,
  tx: Database,
): Promise<HandedOver> {
  if (purpose === 'make-state') return { kind: 'temporary', clientState: null }
  if (clientStateId === null) throw new Error('an activation has no state to hand over')
  const state = await openState(clientStateId, userId, at, tx)
  if (!state.ok)
    throw new NotHandedOver(state.error.code === 'state-gone' ? 'state-gone' : state.error)
  return { kind: state.value.kind, clientState: state.value.text }
}

/** Destroys a temporary state that was handed over; tells the person of a backup that was. */
async function followHandover(
  { number, clientStateId, userId, issuer, subject }: ActivationRow,
  { kind, clientState }: HandedOver,
  at: Date,
  tx: Database,
): Promise<void> {
  if (clientState === null || clientStateId === null) return
  if (kind === 'temporary') {
    const context = { actor: { issuer, subject }, correlationId: number, at }
    await destroyState(clientStateId, userId, 'redeemed', context, tx)
  } else {
    // The backup alone is enough to set up a phone. The list may not show that phone yet.
    const notice = { type: 'recovery-started', at: at.toISOString() } as const
    await enqueueNotification({ issuer, subject }, notice, at, tx)
  }
}

async function recordRefusal(
  { issuer, subject, clientId }: AppHolder,
  row: ActivationRow | null,
  why: Refusal,
  at: Date,
): Promise<void> {
  const event = { type: 'activation-refused', version: 1, detail: { why, clientId } } as const
  const actor = { issuer, subject }
  if (row) await recordActivationEvent(row, event, at, { actor, tx: database() })
  else await recordEvent(event, { actor, correlationId: randomId(), at })
}
