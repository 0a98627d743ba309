import 'server-only'
import { and, eq } from 'drizzle-orm'
import { endWithStoredState, lockAwaitingState } from '../../activations/steps/receive-state'
import { recordEvent } from '../../audit/log/audit-log'
import type { Account, Subject } from '../../auth/authorization/actor'
import { can } from '../../auth/authorization/policy'
import { database, type Database } from '../../database/connection'
import { retryConflicts } from '../../database/retry-conflicts'
import { clientStates, reportedDevices } from '../../database/schema'
import { believableColumns, believedRows } from '../../database/sealed-rows'
import { readDevices, type OwnedDevice, type ReadError } from '../../devices/list/read-devices'
import { SLOT_LIMIT } from '../../devices/model/device'
import { randomId } from '../../platform/crypto'
import { deadlineIn } from '../../platform/deadline'
import { env } from '../../platform/env'
import { processSingleton } from '../../platform/process-singleton'
import { createSingleFlight } from '../../platform/resilience/single-flight'
import { fail, succeed, type Result } from '../../platform/result'
import { hasPlaceFor, matchArrivingState, type StateRow } from '../sync/match-rows'
import { reconcileStates } from '../sync/reconcile-states'
import { destroyState, type Destruction } from '../vault/destroy-states'
import { isVaultOpen, keptStates, lockStatesOf, putState, type StateKind } from '../vault/vault'
import {
  claimKey,
  findAnswer,
  fingerprintOfUpload,
  saveAnswer,
  type KeyedUpload,
  type UploadAnswer,
} from './idempotency'
import { rememberReceived } from './received-states'

/** Who sends a state: an app for the person who signed in to it, or a backend that imports for anybody. */
export type Uploader = Account & {
  readonly clientId: string
  /** The person that an app acts for. Null for the backend. */
  readonly own: Subject | null
}

export type StateUpload = {
  readonly userId: string
  readonly kind: StateKind
  /** Well-formed and no longer than the vault takes: the caller has checked it. */
  readonly text: string
  /** Of the row that the service made for the state, when the app knows it. */
  readonly publicSigningKey: string | null
  /** Whether the state replaces one that is kept for the same row. */
  readonly replaces: boolean
  /** The number of the activation that asked for the state. */
  readonly activation: string | null
  readonly idempotencyKey: string | null
}

/**
 * Why a state is not stored; nothing is changed then.
 * - `not-yours` the user isn't the uploader's own, known or not
 * - `not-set-up` there are no keys to seal it with
 * - `device-limit` the user has 50 devices and client states besides this one (SDK error 539)
 * - `already-stored` a state is kept for that row, and this one doesn't replace it
 * - `wrong-kind` the row is another kind of device, or the activation asked for a temporary state
 * - `not-found` no such activation of this person and user waits for a state
 * - `idempotency-key-reused` the key came with another upload before
 */
export type StoreStateError =
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

type Outcome = Result<UploadAnswer, StoreStateError>

/** What one upload is carried out with. */
type Intake = {
  readonly uploader: Uploader
  readonly upload: StateUpload
  readonly at: Date
  /** Milliseconds for the service, and as many again to repeat a transaction after a conflict. */
  readonly budgetMs: number
}

// One upload that is sent many times at once takes one place at the service and one database connection.
const uploadsInFlight = () => processSingleton('uploads-in-flight', createSingleFlight<Outcome>)

/** Stores a client state in the vault as it came, linked to its row in the service's list where that is known. */
export async function storeClientState(intake: Intake): Promise<Outcome> {
  const { uploader, upload } = intake
  if (!mayStore(uploader, upload)) return fail({ code: 'not-yours' })
  const keyed = keyedUpload(uploader, upload)
  if (keyed === null) return store(intake, null)
  return uploadsInFlight()(fingerprintOfUpload(keyed), () => storeOnce(intake, keyed))
}

function mayStore({ issuer, subject, own }: Uploader, { userId }: StateUpload): boolean {
  if (own === null) return true
  const actor = { issuer, subject, roles: [] }
  return can(actor, 'client-states:store:own', own) && own.userIds.includes(userId)
}

function keyedUpload({ issuer, subject }: Uploader, upload: StateUpload): KeyedUpload | null {
  const { idempotencyKey: key, userId, kind, text, publicSigningKey, replaces, activation } = upload
  const content = JSON.stringify([userId, kind, text, publicSigningKey, replaces, activation])
  return key === null ? null : { issuer, subject, key, content }
}

/** Answers an upload that was stored before as it was answered then. */
async function storeOnce(intake: Intake, keyed: KeyedUpload): Promise<Outcome> {
  const before = await findAnswer(keyed, intake.at)
  if (!before.ok) return before
  return before.value === null ? store(intake, keyed) : succeed(before.value)
}

async function store(intake: Intake, keyed: KeyedUpload | null): Promise<Outcome> {
  const { upload, at, budgetMs } = intake
  if (!isVaultOpen()) return fail({ code: 'not-set-up' })
  const { userId } = upload
  const listed = await readDevices({ userIds: [userId] }, deadlineIn(budgetMs))
  if (!listed.ok) return listed
  return retryConflicts(async () => {
    await reconcileStates(userId, await keptStates([userId], at), listed.value, at)
    return storeOrRollBack(async (tx) => {
      if (keyed !== null && !(await claimKey(keyed, at, tx))) return answerOfFirst(keyed, at, tx)
      const stored = await insertState(intake, listed.value, tx)
      if (keyed !== null && stored.ok) await saveAnswer(keyed, stored.value, tx)
      return stored
    })
  }, deadlineIn(budgetMs))
}

/** The same upload was stored by another replica meanwhile: one that failed there leaves no claim. */
async function answerOfFirst(keyed: KeyedUpload, at: Date, tx: Database): Promise<Outcome> {
  const first = await findAnswer(keyed, at, tx)
  if (!first.ok) return first
  if (first.value === null) throw new Error('an upload has taken its key and left no answer')
  return succeed(first.value)
}

/** Runs `work` in one transaction, and takes everything back when the outcome is a failure. */
async function storeOrRollBack(work: (tx: Database) => Promise<Outcome>): Promise<Outcome> {
  const refused = { outcome: null as Outcome | null }
  try {
    return await database().transaction(async (tx) => {
      const outcome = await work(tx)
      if (outcome.ok) return outcome
      refused.outcome = outcome
      return tx.rollback()
    })
  } catch (error) {
    if (refused.outcome === null) throw error
    return refused.outcome
  }
}

/** The order of the locks is fixed: the idempotency key, the activation, the user's states, then the audit log. */
async function insertState(
  { uploader, upload, at }: Intake,
  listed: readonly OwnedDevice[],
  tx: Database,
): Promise<Outcome> {
  const { userId, kind, activation } = upload
  const awaited = await checkActivation(uploader, upload, at, tx)
  if (!awaited.ok) return awaited
  // One upload at a time for each user: otherwise two could take the last place, or the same row.
  await lockStatesOf(userId, tx)
  const arriving = { ...upload, listed, taken: await takenRows(userId, tx), at }
  const row = matchArrivingState(arriving)
  if (!row.ok) return row
  const { issuer, subject, clientId } = uploader
  const context = { actor: { issuer, subject }, correlationId: activation ?? randomId(), at }
  const freed = await freeRow(upload, row.value, context, tx)
  if (!freed.ok) return freed
  if (!hasPlaceFor(arriving, row.value)) return fail({ code: 'device-limit' })
  await makeRoom(userId, listed, context, tx)
  const expiresAt =
    kind === 'temporary' ? new Date(at.getTime() + env().TEMPORARY_STATE_SECONDS * 1000) : null
  const madeBy = uploader.own === null ? 'idv-bridge' : 'app'
  const facts = { userId, kind, madeBy, issuer, subject, expiresAt, ...row.value } as const
  const id = await putState(facts, upload.text, at, tx)
  if (kind === 'backup') await rememberReceived(upload, at, tx)
  const { deviceId } = row.value
  const detail = { id, kind, madeBy, clientId } as const
  const about = { ...context, userId, ...(deviceId === null ? {} : { deviceId }) }
  await recordEvent({ type: 'client-state-stored', version: 1, detail }, about, tx)
  if (activation !== null && !(await endWithStoredState(activation, id, at, tx)))
    return fail({ code: 'not-found' })
  return succeed({
    id,
    kind,
    storedAt: at.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    isNew: !freed.value,
  })
}

/** Whether the activation that the upload names waits for this state. */
async function checkActivation(
  uploader: Uploader,
  { activation, userId, kind }: StateUpload,
  at: Date,
  tx: Database,
): Promise<Result<void, { readonly code: 'not-found' | 'wrong-kind' }>> {
  if (activation === null) return succeed(undefined)
  const awaiting = await lockAwaitingState(uploader, activation, at, tx)
  if (awaiting?.userId !== userId) return fail({ code: 'not-found' })
  return kind === 'temporary' ? succeed(undefined) : fail({ code: 'wrong-kind' })
}

/** The user's rows that are known to be another state, or a phone. */
export async function takenRows(userId: string, tx: Database): Promise<ReadonlySet<string>> {
  const states = await tx
    .select(believableColumns(clientStates))
    .from(clientStates)
    .where(eq(clientStates.userId, userId))
  const phones = await tx
    .select(believableColumns(reportedDevices))
    .from(reportedDevices)
    .where(eq(reportedDevices.userId, userId))
  const believed = [
    ...believedRows(clientStates, states, { userId }),
    ...believedRows(reportedDevices, phones, { userId }),
  ]
  return new Set(believed.flatMap(({ deviceId }) => deviceId ?? []))
}

/** Destroys the state that is kept for the row, when it has expired or is replaced; gives whether it was replaced. */
async function freeRow(
  { userId, replaces }: StateUpload,
  { deviceId }: StateRow,
  context: Destruction,
  tx: Database,
): Promise<Result<boolean, { readonly code: 'already-stored' }>> {
  if (deviceId === null) return succeed(false)
  const [kept] = await tx
    .select({ id: clientStates.id, expiresAt: clientStates.expiresAt })
    .from(clientStates)
    .where(and(eq(clientStates.userId, userId), eq(clientStates.deviceId, deviceId)))
  if (!kept) return succeed(false)
  const isExpired = kept.expiresAt !== null && kept.expiresAt <= context.at
  if (!isExpired && !replaces) return fail({ code: 'already-stored' })
  await destroyState(kept.id, userId, isExpired ? 'expired' : 'replaced', context, tx)
  return succeed(!isExpired)
}

/** When as many states are kept as there are places, destroys the oldest one that no listed row vouches for. */
async function makeRoom(
  userId: string,
  listed: readonly OwnedDevice[],
  context: Destruction,
  tx: Database,
): Promise<void> {
  const kept = await keptStates([userId], context.at, tx)
  if (kept.length < SLOT_LIMIT) return
  const ids = new Set(listed.map(({ device }) => device.id))
  const oldest = kept.findLast(({ deviceId }) => deviceId === null || !ids.has(deviceId))
  if (oldest) await destroyState(oldest.id, userId, 'replaced', context, tx)
}
