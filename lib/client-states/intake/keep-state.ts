import 'server-only'
import { and, eq } from 'drizzle-orm'
import { recordEvent } from '../../audit/log/audit-log'
import { destroyState } from '../vault/destroy-states'
import { isVaultOpen, keptStates, lockStatesOf, putState, type StateKind } from '../vault/vault'
import { database, type Database } from '../../database/connection'
import { clientStates } from '../../database/schema'
import { SLOT_LIMIT } from '../../devices/model/device'
import { readDevices, type OwnedDevice, type ReadError } from '../../devices/list/read-devices'
import { reconcileStates } from '../sync/reconcile-states'
import type { Subject } from '../../auth/authorization/actor'
import { can } from '../../auth/authorization/policy'
import { randomId } from '../../platform/crypto'
import type { Deadline } from '../../platform/deadline'
import { env } from '../../platform/env'
import { fail, succeed, type Result } from '../../platform/result'
import { awaitedState, stateMade } from '../../activations/steps/report-progress'
import { hasPlace, rowOfState, takenRows, type StateRow } from '../sync/row-of-state'
import { answeredBefore, claimUpload, keepAnswer, type StoredAnswer, type Upload } from './uploads'

/** Who hands a state in: an app for the person who signed in to it, or the backend that imports from the ID check for anybody. */
export type Keeper = {
  readonly issuer: string
  readonly subject: string
  readonly clientId: string
  /** The person whose states these may be; null for the backend. */
  readonly own: Subject | null
}

export type StateToKeep = {
  readonly userId: string
  readonly kind: StateKind
  /** Well-formed and no longer than the vault takes: the caller has checked it. */
  readonly text: string
  /** Of the row that the service made for the state, when the app knows it. */
  readonly publicSigningKey: string | null
  /** Whether a state that is kept for the same row goes. */
  readonly replaces: boolean
  /** The number of the activation that asked for it. */
  readonly activation: string | null
  readonly idempotencyKey: string | null
}

/**
 * Why a state is not kept; nothing is stored then.
 * - `not-yours` the user isn't the keeper's own, known or not
 * - `not-set-up` there are no keys to seal it with
 * - `device-limit` the user has 50 devices and client states besides this one (SDK error 539)
 * - `already-stored` a state is kept for that row, and this one doesn't replace it
 * - `wrong-kind` the row is another kind of device, or the activation asked for a temporary state
 * - `not-found` there is no such activation of this person and user that waits for a state
 * - `idempotency-key-reused` the key came with something else before
 */
export type KeepError =
  | ReadError
  | {
      readonly code:
        | 'not-yours'
        | 'not-set-up'
        | 'device-limit'
        | 'already-stored'
        | 'wrong-kind'
        | 'not-found'
        | 'idempotency-key-reused'
    }

type Kept = Result<StoredAnswer, KeepError>

/** Puts a client state into the vault as it came, with the row it is in the service's list where that is known. */
export async function keepState(
  keeper: Keeper,
  state: StateToKeep,
  at: Date,
  deadline: Deadline,
): Promise<Kept> {
  if (!mayKeep(keeper, state)) return fail({ code: 'not-yours' })
  const upload = uploadOf(keeper, state)
  const before = upload && (await answeredBefore(upload, at))
  if (before && (!before.ok || before.value)) return before.ok ? answered(before.value) : before
  if (!isVaultOpen()) return fail({ code: 'not-set-up' })
  const listed = await readDevices({ userIds: [state.userId] }, deadline)
  if (!listed.ok) return listed
  const { userId } = state
  await reconcileStates(userId, await keptStates([userId], at), listed.value, at)
  return inTransaction(async (tx) => {
    if (upload && !(await claimUpload(upload, at, tx))) {
      const first = await answeredBefore(upload, at, tx)
      return first.ok ? answered(first.value) : first
    }
    const stored = await store(keeper, state, listed.value, at, tx)
    if (upload && stored.ok) await keepAnswer(upload, stored.value, tx)
    return stored
  })
}

function mayKeep({ issuer, subject, own }: Keeper, { userId }: StateToKeep): boolean {
  if (own === null) return true
  const actor = { issuer, subject, roles: [] }
  return can(actor, 'client-states:store:own', own) && own.userIds.includes(userId)
}

function uploadOf(keeper: Keeper, state: StateToKeep): Upload | null {
  const { issuer, subject } = keeper
  const { idempotencyKey: key, userId, kind, text, publicSigningKey, replaces, activation } = state
  const content = JSON.stringify([userId, kind, text, publicSigningKey, replaces, activation])
  return key === null ? null : { issuer, subject, key, content }
}

/** The one that went first and has ended: either it was answered, or it left no trace. */
function answered(before: StoredAnswer | null): Kept {
  if (before === null) throw new Error('an upload has taken its key and left no answer')
  return succeed(before)
}

/** Takes everything back when the outcome is a failure. */
async function inTransaction(work: (tx: Database) => Promise<Kept>): Promise<Kept> {
  const undone = { kept: null as Kept | null }
  try {
    return await database().transaction(async (tx) => {
      const kept = await work(tx)
      if (kept.ok) return kept
      undone.kept = kept
      return tx.rollback()
    })
  } catch (error) {
    if (undone.kept === null) throw error
    return undone.kept
  }
}

async function store(
  keeper: Keeper,
  state: StateToKeep,
  listed: readonly OwnedDevice[],
  at: Date,
  tx: Database,
): Promise<Kept> {
  const { userId, kind } = state
  // Locks its activation, which comes before states wherever both are locked.
  const isAskedFor = await askedFor(keeper, state, at, tx)
  if (!isAskedFor.ok) return isAskedFor
  // One at a time for each user, or two could both take the last place, or the same row.
  await lockStatesOf(userId, tx)
  const taken = await takenRows(userId, tx)
  const row = rowOfState(state, listed, taken, at)
  if (!row.ok) return row
  const correlationId = state.activation ?? randomId()
  const context = { actor: { issuer: keeper.issuer, subject: keeper.subject }, correlationId, at }
  const freed = await freeRow(state, row.value, context, tx)
  if (!freed.ok) return freed
  if (!hasPlace(kind, row.value, listed, taken, at)) return fail({ code: 'device-limit' })
  await makeRoom(userId, listed, context, tx)
  const expiresAt =
    kind === 'temporary' ? new Date(at.getTime() + env().TEMPORARY_STATE_SECONDS * 1000) : null
  const madeBy = keeper.own === null ? 'idv-bridge' : 'app'
  const { issuer, subject, clientId } = keeper
  const facts = { userId, kind, madeBy, issuer, subject, expiresAt, ...row.value } as const
  const id = await putState(facts, state.text, at, tx)
  const { deviceId } = row.value
  await recordEvent(
    { type: 'client-state-stored', version: 1, detail: { id, kind, madeBy, clientId } },
    { ...context, userId, ...(deviceId === null ? {} : { deviceId }) },
    tx,
  )
  if (state.activation !== null && !(await stateMade(state.activation, id, at, tx)))
    return fail({ code: 'not-found' })
  return succeed({
    id,
    kind,
    storedAt: at.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    isNew: !freed.value,
  })
}

/** Whether the activation that the state names is one that waits for it. */
async function askedFor(
  keeper: Keeper,
  { activation, userId, kind }: StateToKeep,
  at: Date,
  tx: Database,
): Promise<Result<void, { readonly code: 'not-found' | 'wrong-kind' }>> {
  if (activation === null) return succeed(undefined)
  const awaited = await awaitedState(keeper, activation, at, tx)
  if (awaited?.userId !== userId) return fail({ code: 'not-found' })
  return kind === 'temporary' ? succeed(undefined) : fail({ code: 'wrong-kind' })
}

/** Destroys what is kept for the row when the new state replaces it, or when its time is over; tells whether it replaced one. */
async function freeRow(
  { userId, replaces }: StateToKeep,
  { deviceId }: StateRow,
  context: Parameters<typeof destroyState>[3],
  tx: Database,
): Promise<Result<boolean, { readonly code: 'already-stored' }>> {
  if (deviceId === null) return succeed(false)
  const [held] = await tx
    .select({ id: clientStates.id, expiresAt: clientStates.expiresAt })
    .from(clientStates)
    .where(and(eq(clientStates.userId, userId), eq(clientStates.deviceId, deviceId)))
  if (!held) return succeed(false)
  const isExpired = held.expiresAt !== null && held.expiresAt <= context.at
  if (!isExpired && !replaces) return fail({ code: 'already-stored' })
  await destroyState(held.id, userId, isExpired ? 'expired' : 'replaced', context, tx)
  return succeed(!isExpired)
}

/** Of as many as are kept at most, the oldest that no listed row vouches for gives way: what the list says is what counts. */
async function makeRoom(
  userId: string,
  listed: readonly OwnedDevice[],
  context: Parameters<typeof destroyState>[3],
  tx: Database,
): Promise<void> {
  const kept = await keptStates([userId], context.at, tx)
  if (kept.length < SLOT_LIMIT) return
  const ids = new Set(listed.map(({ device }) => device.id))
  const oldest = kept.findLast(({ deviceId }) => deviceId === null || !ids.has(deviceId))
  if (oldest) await destroyState(oldest.id, userId, 'replaced', context, tx)
}
