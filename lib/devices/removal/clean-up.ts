import 'server-only'
import { and, eq } from 'drizzle-orm'
import type { Subject } from '../../auth/authorization/actor'
import type { Permitted } from '../../auth/authorization/authorize'
import { database } from '../../database/connection'
import { cleanUps } from '../../database/schema'
import { believedRows, sealRow } from '../../database/sealed-rows'
import type { Deadline } from '../../platform/deadline'
import { isReferenceCode, newReferenceCode } from '../../platform/reference-code'
import { fail, succeed, type Result } from '../../platform/result'
import { inventoryOf, readDeviceLists, type ReadError } from '../list/read-devices'
import { cleanUpOf, type CleanUpProposal } from '../model/clean-up-proposal'
import type { Device } from '../model/device'
import { excludePendingRemovals } from '../model/exclude-pending-removals'
import { UNCERTAIN_CONFIRMED } from '../model/safeguards'
import type { Inventory } from '../model/ways-back-in'
import { type PendingRemoval, pendingRemovalsOf } from '../receipts/pending-removals'
import type { Receipt } from '../receipts/receipt-state'
import { findReceipts } from '../receipts/receipts'
import { removalCommand, type RemovalCommand, type RemovalOrigin } from './removal-command'
import { withRemovalLease } from './removal-lease'
import { cancelScheduled, scheduleRemoval } from './removal-store'
import type { RemovalTiming } from './remove-device'

/** What can be cleaned up, and the list it was chosen from. */
export type CleanUpPlan = CleanUpProposal & {
  readonly inventory: Inventory
  readonly identities: number
}

/** Proposes a clean-up of the person's own devices. Those with a pending removal count as gone. */
export async function planCleanUp({
  authorized: { subject },
  deadline,
}: Permitted<'devices:remove:own'> & { readonly deadline: Deadline }): Promise<
  Result<CleanUpPlan, ReadError>
> {
  const [owned, pending] = await Promise.all([
    readDeviceLists(subject, deadline),
    pendingRemovalsOf(subject.userIds),
  ])
  if (!owned.ok) return owned
  const inventory = excludePendingRemovals(inventoryOf(owned.value), pending)
  return succeed({
    ...cleanUpOf(inventory.devices),
    inventory,
    identities: subject.userIds.length,
  })
}

/**
 * Why a clean-up was not started; nothing is scheduled then.
 * - `changed` something that was ticked can't be cleaned up (any more): look again
 * - `confirm` rows of unknown kind were ticked, and the person hasn't said that none of them is a phone in use
 * - `in-progress` another removal of the same person takes too long
 * - `signed-out` the person's session ended meanwhile
 */
export type CleanUpError =
  ReadError | { readonly code: 'changed' | 'confirm' | 'in-progress' | 'signed-out' }

/** Schedules the removal of all `deviceIds` or of none; gives the reference code of the clean-up. */
export async function startCleanUp({
  authorized: { actor, subject },
  deviceIds,
  confirmed = null,
  timing: { clock, holdMs },
  deadline,
}: Permitted<'devices:remove:own'> & {
  readonly deviceIds: readonly string[]
  /** What the person said yes to; {@link UNCERTAIN_CONFIRMED} for rows of unknown kind. */
  readonly confirmed?: string | null
  readonly timing: RemovalTiming
  readonly deadline: Deadline
}): Promise<Result<string, CleanUpError>> {
  const { userIds } = subject
  const schedule = async (): Promise<Result<string, CleanUpError>> => {
    const owned = await readDeviceLists(subject, deadline)
    if (!owned.ok) return owned
    const pending = await pendingRemovalsOf(userIds)
    const duplicate = findDuplicateCleanUp(deviceIds, pending)
    if (duplicate !== null) return succeed(duplicate)
    const staying = excludePendingRemovals(inventoryOf(owned.value), pending)
    const { candidates, uncertain } = cleanUpOf(staying.devices)
    const chosen = chosenFrom([...candidates, ...uncertain], deviceIds)
    if (chosen === null) return fail({ code: 'changed' })
    const isUncertain = chosen.some(({ kind }) => kind === 'unknown')
    if (isUncertain && confirmed !== UNCERTAIN_CONFIRMED) return fail({ code: 'confirm' })
    const cleanUp = newReferenceCode()
    const origin: RemovalOrigin = { from: 'request', actor, support: null }
    const commands = chosen.flatMap(({ id }, place) => {
      const row = owned.value.devices.find(({ device }) => device.id === id)
      if (!row) return []
      // The newest of its kind stays, so none of them is ever the only one.
      const target = { ...row, isOnly: false }
      const part = { cleanUp, place }
      return [removalCommand({ origin, userIds, target, reason: 'tidying', confirmed, part })]
    })
    const isScheduled = await scheduleAll(cleanUp, commands, subject, clock(), holdMs)
    return isScheduled ? succeed(cleanUp) : fail({ code: 'signed-out' })
  }
  return (await withRemovalLease(userIds, schedule)) ?? fail({ code: 'in-progress' })
}

/** The clean-up that does all of this already: a second click, or another tab. */
function findDuplicateCleanUp(
  deviceIds: readonly string[],
  pending: readonly PendingRemoval[],
): string | null {
  const own = deviceIds.map((id) => pending.find(({ deviceId }) => deviceId === id)?.cleanUp)
  const [first] = own
  return first && own.every((cleanUp) => cleanUp === first) ? first : null
}

/** The candidates that were ticked, each once; null when something was ticked that is no candidate. */
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

/** All or none: false, and nothing is scheduled, when the person isn't signed in any more. */
async function scheduleAll(
  cleanUp: string,
  commands: readonly RemovalCommand[],
  { issuer, subject }: Subject,
  at: Date,
  holdMs: number,
): Promise<boolean> {
  const receipts = commands.map(({ receipt }) => receipt)
  const until = new Date(at.getTime() + holdMs)
  return database().transaction(async (tx) => {
    // The first one's look at the session keeps it as it is until all are scheduled.
    for (const command of commands)
      if (!(await scheduleRemoval(command, until, at, tx))) return false
    const row = { number: cleanUp, issuer, subject, receipts, askedAt: at }
    await tx.insert(cleanUps).values(sealRow(cleanUps, row))
    return true
  })
}

/** The receipts of a clean-up in the order they are carried out; null when the person has none with this reference code. */
export async function findCleanUp({
  authorized,
  referenceCode,
}: Permitted<'devices:list:own'> & { readonly referenceCode: string }): Promise<
  readonly Receipt[] | null
> {
  const referenceCodes = await receiptsOf(referenceCode, authorized.subject)
  if (referenceCodes === null) return null
  const receipts = await findReceipts({ authorized, referenceCodes })
  return referenceCodes.flatMap(
    (code) => receipts.find((receipt) => receipt.referenceCode === code) ?? [],
  )
}

/** Cancels all removals of a clean-up that are still scheduled; gives how many. */
export async function cancelCleanUp({
  authorized: { actor, subject },
  referenceCode,
  at,
}: Permitted<'devices:remove:own'> & {
  readonly referenceCode: string
  readonly at: Date
}): Promise<number> {
  let cancelled = 0
  for (const receipt of (await receiptsOf(referenceCode, subject)) ?? [])
    if (await cancelScheduled({ receipt }, actor, at)) cancelled++
  return cancelled
}

async function receiptsOf(
  referenceCode: string,
  { issuer, subject }: Subject,
): Promise<readonly string[] | null> {
  if (!isReferenceCode(referenceCode)) return null
  const isOwn = and(eq(cleanUps.issuer, issuer), eq(cleanUps.subject, subject))
  const rows = await database()
    .select()
    .from(cleanUps)
    .where(and(eq(cleanUps.number, referenceCode), isOwn))
  const asked = { number: referenceCode, issuer, subject }
  return believedRows(cleanUps, rows, asked)[0]?.receipts ?? null
}
