import 'server-only'
import { and, isNull, sql } from 'drizzle-orm'
import { keptStates, type StateKind } from '../../client-states/vault/vault'
import { database, type Database } from '../../database/connection'
import { activations } from '../../database/schema'
import { SLOT_LIMIT } from '../../devices/model/device'
import { readDevices, type OwnedDevice, type ReadError } from '../../devices/list/read-devices'
import { reconcileStates } from '../../client-states/sync/reconcile-states'
import { newReferenceCode } from '../../platform/reference-code'
import type { Actor, Subject } from '../../auth/authorization/actor'
import { can } from '../../auth/authorization/policy'
import { randomId } from '../../platform/crypto'
import type { Deadline } from '../../platform/deadline'
import { fail, succeed, type Result } from '../../platform/result'
import { CODE_LIFETIME_MS } from '../tracking/activation-state'
import { codeHash, newCodes, typedCodeHash, type Codes } from '../codes/codes'
import { isAddingSetUp, phonesIn, usableBackup } from './add-options'
import { purgePrepared } from './prepared-activation'
import {
  endActivation,
  findOwnActivation,
  activationsOf,
  lockActivation,
  activationRecorder,
  type ActivationRow,
} from '../tracking/activation-rows'

export type StartRequest = {
  /** Which of the subject's identities, counted from 0. `made-state` is for the one that it was made for, whatever stands here. */
  readonly identity: number
  /** `backup` with a stored recovery backup · `old-phone` let an old phone make a temporary state first · `made-state` with the one it made */
  readonly start: 'backup' | 'old-phone' | 'made-state'
  /** For `made-state`, the number of the activation in which it was made. */
  readonly previous: string | null
}

/**
 * Why no activation was begun.
 * - `not-allowed` the actor may not, or there is no such identity
 * - `not-set-up` this portal can't add phones
 * - `no-place` too few of the 50 places are free
 * - `no-state` there is no state to start from, or none any more
 * - `no-phone` there is no phone that could make one
 */
export type StartError =
  ReadError | { readonly code: 'not-allowed' | 'not-set-up' | 'no-place' | 'no-state' | 'no-phone' }

type Started = { readonly number: string; readonly codes: Codes; readonly expiresAt: Date }

/** What an activation begins with: nothing where the old phone has to make the state first. */
type Basis = {
  readonly clientStateId: string
  readonly kind: StateKind
  readonly expiresAt: Date | null
} | null

/**
 * Begins an activation: what is listed now is known, so that what comes is new. Its codes are given this once. An earlier
 * one of the person that hasn't ended is superseded in the same transaction.
 */
export async function startActivation(
  actor: Actor,
  subject: Subject,
  request: StartRequest,
  at: Date,
  deadline: Deadline,
): Promise<Result<Started, StartError>> {
  const making =
    request.previous === null ? null : await findOwnActivation(subject, request.previous)
  const userId =
    request.start === 'made-state'
      ? subject.userIds.find((own) => own === making?.userId)
      : subject.userIds[request.identity]
  if (request.start === 'made-state' && userId === undefined) return fail({ code: 'no-state' })
  if (userId === undefined || !can(actor, 'activations:start:own', subject))
    return fail({ code: 'not-allowed' })
  if (!isAddingSetUp()) return fail({ code: 'not-set-up' })
  const devices = await readDevices({ userIds: [userId] }, deadline)
  if (!devices.ok) return devices
  const isMade = request.start === 'old-phone'
  // The temporary state takes a place of its own, before the phone does.
  if (devices.value.length + (isMade ? 2 : 1) > SLOT_LIMIT) return fail({ code: 'no-place' })
  if (isMade && phonesIn(devices.value) === 0) return fail({ code: 'no-phone' })
  const basis = isMade ? null : await basisOf(userId, request, making, devices.value, at)
  if (!isMade && basis === null) return fail({ code: 'no-state' })
  const known = devices.value.map(({ device }) => device.id)
  return succeed(await database().transaction((tx) => begin(subject, userId, basis, known, at, tx)))
}

async function basisOf(
  userId: string,
  { start }: StartRequest,
  making: ActivationRow | null,
  devices: readonly OwnedDevice[],
  at: Date,
): Promise<Basis> {
  const states = await reconcileStates(userId, await keptStates([userId], at), devices, at)
  if (start === 'backup') {
    const backup = usableBackup(states, userId, devices)
    return backup && { clientStateId: backup.id, kind: 'backup', expiresAt: backup.expiresAt }
  }
  const made = states.find(
    ({ id, kind }) =>
      kind === 'temporary' && making?.ending === 'stored' && id === making.clientStateId,
  )
  return made ? { clientStateId: made.id, kind: 'temporary', expiresAt: made.expiresAt } : null
}

async function begin(
  { issuer, subject }: Subject,
  userId: string,
  basis: Basis,
  knownDevices: string[],
  at: Date,
  tx: Database,
): Promise<Started> {
  const [person, number, codes] = [{ issuer, subject }, newReferenceCode(), newCodes()]
  // Two that are begun at the same moment would not see each other.
  const key = JSON.stringify([issuer, subject])
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 7063102))`)
  await purgePrepared(person, tx)
  await supersede(person, at, tx)
  // A code must not promise a state that is gone by then.
  const stateEnds = basis?.expiresAt?.getTime() ?? Infinity
  const expiresAt = new Date(Math.min(at.getTime() + CODE_LIFETIME_MS, stateEnds))
  const [row] = await tx
    .insert(activations)
    .values({
      ...person,
      number,
      userId,
      purpose: basis ? 'bind' : 'make-state',
      clientStateId: basis?.clientStateId ?? null,
      codeHash: codeHash(codes.code),
      typedCodeHash: typedCodeHash(person, codes.typed),
      operationId: randomId(),
      knownDevices,
      createdAt: at,
      expiresAt,
      dueAt: expiresAt,
      version: 1,
    })
    .returning()
  if (!row) throw new Error('an activation was not kept')
  const detail = { purpose: row.purpose, state: basis?.kind ?? null }
  await activationRecorder(row, { type: 'activation-started', version: 1, detail }, at, { tx })
  return { number, codes, expiresAt }
}

/** A phone that has its code already may still come: it is looked for until its time is over, and told of. */
async function supersede(
  person: { readonly issuer: string; readonly subject: string },
  at: Date,
  tx: Database,
): Promise<void> {
  const isOpen = and(activationsOf(person), isNull(activations.ending))
  const isOnItsWay = sql`${activations.redeemedAt} is not null and ${activations.purpose} = 'bind'`
  await lockActivation(isOpen, tx)
  await endActivation(and(isOpen, sql`not (${isOnItsWay})`), 'superseded', at, tx)
  await endActivation(and(isOpen, isOnItsWay), 'superseded', at, tx, { dueAt: at })
}
