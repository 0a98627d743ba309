import 'server-only'
import { and, eq } from 'drizzle-orm'
import { database } from '../../database/connection'
import { cleanUps } from '../../database/schema'
import type { Actor, Subject } from '../../auth/authorization/actor'
import { can } from '../../auth/authorization/policy'
import type { Deadline } from '../../platform/deadline'
import { fail, succeed, type Result } from '../../platform/result'
import { cleanUpOf, type CleanUpProposal } from '../model/clean-up-proposal'
import type { Device } from '../model/device'
import { readDevices, type ReadError } from '../list/read-devices'
import { excludePendingRemovals } from '../model/exclude-pending-removals'
import { pendingRemovalsOf } from './due-removals'
import { withRemovalLease } from './removal-lease'
import {
  cancelScheduled,
  scheduleRemoval,
  type PendingRemoval,
  type RemovalCommand,
} from './removal-store'
import { isReferenceCode, newReferenceCode } from '../../platform/reference-code'
import { removalCommand } from './removal-command'
import { findReceipts } from './receipts'
import type { Receipt } from './receipt-state'
import type { RemovalTiming } from './remove-device'

/** What can be cleaned up, and the list it was chosen from. */
export type CleanUpPlan = CleanUpProposal & {
  readonly devices: readonly Device[]
  readonly identities: number
}

/** Proposes a clean-up of the subject's own devices. Those whose removal is under way count as gone. */
export async function planCleanUp(
  actor: Actor,
  subject: Subject,
  deadline: Deadline,
): Promise<Result<CleanUpPlan, ReadError | { readonly code: 'not-allowed' }>> {
  if (!can(actor, 'devices:remove:own', subject)) return fail({ code: 'not-allowed' })
  const [owned, pending] = await Promise.all([
    readDevices(subject, deadline),
    pendingRemovalsOf(subject.userIds),
  ])
  if (!owned.ok) return owned
  const listed = owned.value.map(({ device }) => device)
  const devices = excludePendingRemovals(listed, pending)
  return succeed({ ...cleanUpOf(devices), devices, identities: subject.userIds.length })
}

/**
 * Why a clean-up was not begun; nothing is put on hold then.
 * - `changed` something that was ticked can't be cleaned up (any more): look again
 * - `in-progress` another removal of the same person takes too long
 * - `signed-out` the person's sign-in ended meanwhile
 */
export type CleanUpError =
  ReadError | { readonly code: 'not-allowed' | 'changed' | 'in-progress' | 'signed-out' }

/**
 * Puts the removal of all `deviceIds` on hold at once, each with a receipt of its own, to be carried out one after the
 * other when the wait is over. Gives the number of the clean-up. All of them or none.
 */
export async function startCleanUp(
  actor: Actor,
  subject: Subject,
  deviceIds: readonly string[],
  { clock, holdMs }: RemovalTiming,
  deadline: Deadline,
): Promise<Result<string, CleanUpError>> {
  if (!can(actor, 'devices:remove:own', subject)) return fail({ code: 'not-allowed' })
  const started = await withRemovalLease(
    subject.userIds,
    async (): Promise<Result<string, CleanUpError>> => {
      const owned = await readDevices(subject, deadline)
      if (!owned.ok) return owned
      const pending = await pendingRemovalsOf(subject.userIds)
      const twin = twinOf(deviceIds, pending)
      if (twin !== null) return succeed(twin)
      const listed = owned.value.map(({ device }) => device)
      const staying = excludePendingRemovals(listed, pending)
      const chosen = chosenFrom(cleanUpOf(staying).candidates, deviceIds)
      if (chosen === null) return fail({ code: 'changed' })
      const [number, by] = [newReferenceCode(), { actor, desk: null }]
      const orders = chosen.flatMap(({ id }, place) => {
        const row = owned.value.find(({ device }) => device.id === id)
        // The newest of its kind stays, so none of them is ever the only one.
        const target = row && { ...row, isOnly: false }
        return target
          ? [removalCommand(by, subject.userIds, target, 'tidying', { cleanUp: number, place })]
          : []
      })
      const isHeld = await holdAll(number, orders, subject, clock(), holdMs)
      return isHeld ? succeed(number) : fail({ code: 'signed-out' })
    },
  )
  return started ?? fail({ code: 'in-progress' })
}

/** The clean-up that does all of this already: a second click, or another tab. */
function twinOf(deviceIds: readonly string[], pending: readonly PendingRemoval[]): string | null {
  const own = deviceIds.map((id) => pending.find(({ deviceId }) => deviceId === id)?.cleanUp)
  const [first] = own
  return first && own.every((cleanUp) => cleanUp === first) ? first : null
}

/** The candidates that were ticked, each once; null when one that was ticked is none. */
function chosenFrom(
  candidates: readonly Device[],
  deviceIds: readonly string[],
): readonly Device[] | null {
  const wanted = new Set(deviceIds)
  const chosen = new Map(
    candidates.filter(({ id }) => wanted.has(id)).map((device) => [device.id, device]),
  )
  return chosen.size > 0 && chosen.size === wanted.size ? [...chosen.values()] : null
}

/** All or none: false, and nothing is held, when the person isn't signed in any more. */
async function holdAll(
  number: string,
  orders: readonly RemovalCommand[],
  { issuer, subject }: Subject,
  at: Date,
  holdMs: number,
): Promise<boolean> {
  const receipts = orders.map(({ receipt }) => receipt)
  const until = new Date(at.getTime() + holdMs)
  return database().transaction(async (tx) => {
    // The first one's look at the sign-in keeps it as it is until all are held.
    for (const order of orders) if (!(await scheduleRemoval(order, until, at, tx))) return false
    await tx.insert(cleanUps).values({ number, issuer, subject, receipts, askedAt: at })
    return true
  })
}

/** The receipts of a clean-up of the subject's own, in the order they are carried out; null when there is none of that number. */
export async function findCleanUp(
  actor: Actor,
  subject: Subject,
  number: string,
): Promise<readonly Receipt[] | null> {
  const numbers = await receiptsOf(number, subject)
  if (numbers === null) return null
  const receipts = await findReceipts(actor, subject, numbers)
  return numbers.flatMap((own) => receipts.find((receipt) => receipt.number === own) ?? [])
}

/** Takes everything of a clean-up back that still waits; gives how many that were. */
export async function cancelCleanUp(
  actor: Actor,
  subject: Subject,
  number: string,
  at: Date,
): Promise<number> {
  if (!can(actor, 'devices:remove:own', subject)) return 0
  let undone = 0
  for (const receipt of (await receiptsOf(number, subject)) ?? [])
    if (await cancelScheduled({ receipt }, actor, at)) undone++
  return undone
}

async function receiptsOf(
  number: string,
  { issuer, subject }: Subject,
): Promise<readonly string[] | null> {
  if (!isReferenceCode(number)) return null
  const [row] = await database()
    .select({ receipts: cleanUps.receipts })
    .from(cleanUps)
    .where(
      and(eq(cleanUps.number, number), eq(cleanUps.issuer, issuer), eq(cleanUps.subject, subject)),
    )
  return row?.receipts ?? null
}
