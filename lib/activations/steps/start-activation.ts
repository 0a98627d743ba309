import 'server-only'
import { and, isNull, sql } from 'drizzle-orm'
import type { Account } from '../../auth/authorization/actor'
import type { Permitted } from '../../auth/authorization/authorize'
import { reconcileStates } from '../../client-states/sync/reconcile-states'
import { keptStates, type StateKind } from '../../client-states/vault/vault'
import { database, type Database } from '../../database/connection'
import { activations } from '../../database/schema'
import { sealRow } from '../../database/sealed-rows'
import {
  inventoryOf,
  readDeviceLists,
  type ReadError,
  type ReadList,
} from '../../devices/list/read-devices'
import { randomId } from '../../platform/crypto'
import type { CallTime } from '../../platform/deadline'
import { newReferenceCode } from '../../platform/reference-code'
import { fail, succeed, type Result } from '../../platform/result'
import { codeHash, newCodes, typedCodeHash, type Codes } from '../codes/codes'
import {
  endActivation,
  findOwnActivation,
  lockActivation,
  recordActivationEvent,
  type ActivationRow,
} from '../tracking/activation-rows'
import { CODE_LIFETIME_MS } from '../tracking/activation-state'
import { isAddingSetUp, startFacts, usableBackup } from './add-options'
import { deletePrepared } from './prepared-activation'
import { missingForStart, type StartMethod } from './start-rules'

export type StartRequest = {
  /** Which of the subject's identities, counted from 0. Ignored for `made-state`, which belongs to the identity that it was made for. */
  readonly identity: number
  readonly start: StartMethod
  /** For `made-state`, the number of the activation in which the state was made. */
  readonly previous: string | null
}

/**
 * Why no activation started.
 * - `not-allowed` there is no such identity
 * - `not-set-up` this portal can't add phones
 * - `no-place` too few of the 50 places are free
 * - `no-state` there is no state to start from, or it is gone
 * - `no-phone` no phone can make a state
 */
export type StartError =
  ReadError | { readonly code: 'not-allowed' | 'not-set-up' | 'no-place' | 'no-state' | 'no-phone' }

type Started = { readonly number: string; readonly codes: Codes; readonly expiresAt: Date }

/** The state that is handed over; null where the old phone has to make it first. */
type StateToHandOver = {
  readonly clientStateId: string
  readonly kind: StateKind
  readonly expiresAt: Date | null
} | null

/** Starts an activation in place of an open one, and notes the devices that are listed now. Only it has the codes. */
export async function startActivation({
  authorized: { subject },
  request,
  at,
  deadline,
}: Permitted<'activations:start:own'> & CallTime & { readonly request: StartRequest }): Promise<
  Result<Started, StartError>
> {
  const { start, identity, previous } = request
  const making = previous === null ? null : await findOwnActivation(subject, previous)
  const userId =
    start === 'made-state'
      ? subject.userIds.find((own) => own === making?.userId)
      : subject.userIds[identity]
  if (userId === undefined)
    return fail({ code: start === 'made-state' ? 'no-state' : 'not-allowed' })
  if (!isAddingSetUp()) return fail({ code: 'not-set-up' })
  const devices = await readDeviceLists({ userIds: [userId] }, deadline)
  if (!devices.ok) return devices
  const missing = missingForStart(start, startFacts(inventoryOf(devices.value)))
  if (missing !== null) return fail({ code: missing })
  const state =
    start === 'old-phone' ? null : await stateToHandOver(userId, start, making, devices.value, at)
  if (start !== 'old-phone' && state === null) return fail({ code: 'no-state' })
  const knownDevices = devices.value.devices.map(({ device }) => device.id)
  const decided = { userId, state, knownDevices }
  const insert = (tx: Database) => insertActivation(subject, decided, at, tx)
  return succeed(await database().transaction(insert))
}

async function stateToHandOver(
  userId: string,
  start: 'backup' | 'made-state',
  making: ActivationRow | null,
  list: ReadList,
  at: Date,
): Promise<StateToHandOver> {
  const states = await reconcileStates(userId, await keptStates([userId], at), list.devices, at)
  if (start === 'backup') {
    const backup = usableBackup(states, inventoryOf(list))
    return backup && { clientStateId: backup.id, kind: 'backup', expiresAt: backup.expiresAt }
  }
  const made = states.find(
    ({ id, kind }) =>
      kind === 'temporary' && making?.ending === 'stored' && id === making.clientStateId,
  )
  return made ? { clientStateId: made.id, kind: 'temporary', expiresAt: made.expiresAt } : null
}

async function insertActivation(
  { issuer, subject }: Account,
  decided: { userId: string; state: StateToHandOver; knownDevices: string[] },
  at: Date,
  tx: Database,
): Promise<Started> {
  const { userId, state, knownDevices } = decided
  const [account, number, codes] = [{ issuer, subject }, newReferenceCode(), newCodes()]
  // Without the lock, two starts at the same moment would not see each other.
  const key = JSON.stringify([issuer, subject])
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 7063102))`)
  await deletePrepared(account, tx)
  await supersedeOpen(account, at, tx)
  // The code must not outlive its state.
  const stateEnds = state?.expiresAt?.getTime() ?? Infinity
  const expiresAt = new Date(Math.min(at.getTime() + CODE_LIFETIME_MS, stateEnds))
  const values = {
    ...account,
    number,
    userId,
    purpose: state ? ('bind' as const) : ('make-state' as const),
    clientStateId: state?.clientStateId ?? null,
    codeHash: codeHash(codes.code),
    typedCodeHash: typedCodeHash(account, codes.typed),
    operationId: randomId(),
    knownDevices,
    createdAt: at,
    expiresAt,
    redeemedAt: null,
    deviceId: null,
    newDevices: [] as ActivationRow['newDevices'],
    ending: null,
    endedAt: null,
    undoReceipt: null,
    dueAt: expiresAt,
    version: 1,
  }
  const [row] = await tx.insert(activations).values(sealRow(activations, values)).returning()
  if (!row) throw new Error('an activation was not kept')
  const detail = { purpose: row.purpose, state: state?.kind ?? null }
  await recordActivationEvent(row, { type: 'activation-started', version: 1, detail }, at, { tx })
  return { number, codes, expiresAt }
}

/** Ends the open activations of a person. The worker still looks for a phone whose app has the code. */
async function supersedeOpen({ issuer, subject }: Account, at: Date, tx: Database): Promise<void> {
  const own = { issuer, subject }
  const isOpen = isNull(activations.ending)
  const isOnItsWay = sql`${activations.redeemedAt} is not null and ${activations.purpose} = 'bind'`
  await lockActivation(own, isOpen, tx)
  await endActivation(own, and(isOpen, sql`not (${isOnItsWay})`), 'superseded', at, tx)
  await endActivation(own, and(isOpen, isOnItsWay), 'superseded', at, tx, { dueAt: at })
}
