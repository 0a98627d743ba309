import 'server-only'
import type { RememberedDevice, RemovalOutcome } from '../activity/events'
import { entriesAboutDevice, record, type EntryContext } from '../activity/trail'
import type { Actor, Subject } from '../identity/actor'
import { can } from '../identity/policy'
import { randomCode } from '../platform/crypto'
import { deadlineIn, READ_BUDGET_MS } from '../platform/deadline'
import { log } from '../platform/log'
import { fail, succeed, type Result } from '../platform/result'
import { deleteUserDevice } from '../recognize/client'
import { isUnclear, type RecognizeError } from '../recognize/errors'
import { isActive, type Device } from './device'
import { decideGuard, type Guard, type RemovalReason } from './guards'
import { FINGERPRINT_ALPHABET } from './identifiers'
import { withRemovalLease } from './lease'
import { forgetNickname } from './nicknames'
import { outlookOf, warningOf, type Outlook } from './outlook'
import { readDevices, type OwnedDevice, type ReadError } from './read'

export type RemovalRequest = {
  readonly deviceId: string
  readonly reason: RemovalReason
  /** The warning that the person was shown and said yes to, if any. */
  readonly confirmed: string | null
}

/**
 * Why nothing was asked of the service.
 * - `not-found` not in the subject's list: never was, no longer is, or somebody else's
 * - `guarded` a guard refuses for this reason, or wants a confirmation first
 * - `in-progress` another removal of the same person takes too long
 * - `not-removable` the row has no key the service could be told
 * - `not-allowed` the actor may not
 */
export type RemovalError =
  | ReadError
  | { readonly code: 'not-found' | 'in-progress' | 'not-removable' | 'not-allowed' }
  | {
      readonly code: 'guarded'
      readonly guard: Guard
      readonly decision: 'confirm' | 'refuse'
      readonly outlook: Outlook
    }

// An attempt, and the wait for a place. Without the browser's signal: a removal that was begun goes on when it leaves.
const DELETE_MS = 2_500

type Removal = Result<{ readonly receipt: string }, RemovalError>

/**
 * Removes one device or client state. Re-reads the list, checks membership and guards, writes the intent, deletes,
 * re-reads, writes the outcome; the receipt leads to both entries. Whatever the service answers, nothing else than
 * this one row is ever deleted, and nothing at all when the intent can't be written (it throws then).
 */
export async function removeDevice(
  actor: Actor,
  subject: Subject,
  request: RemovalRequest,
  clock: () => Date,
): Promise<Removal> {
  if (!can(actor, 'devices:remove:own', subject)) return fail({ code: 'not-allowed' })
  const askedAt = clock()
  const removal = await withRemovalLease(subject.userIds, async (waited): Promise<Removal> => {
    const twin = waited ? await receiptOfTwin(request.deviceId, subject, askedAt) : null
    if (twin !== null) return succeed({ receipt: twin })
    const devices = await readDevices(subject, deadlineIn(READ_BUDGET_MS))
    if (!devices.ok) return devices
    const [target, ...others] = devices.value.filter(({ device }) => device.id === request.deviceId)
    if (!target) return fail({ code: 'not-found' })
    if (others.some(({ publicSigningKey }) => publicSigningKey !== target.publicSigningKey))
      return fail({ code: 'not-removable' })
    return removeOwned(actor, subject, target, devices.value, request, clock)
  })
  return removal ?? fail({ code: 'in-progress' })
}

/**
 * The receipt of a removal of the same device that was under way while this one waited: a double click or a second tab.
 * However that one ended, its DELETE isn't repeated.
 */
async function receiptOfTwin(
  deviceId: string,
  subject: Subject,
  since: Date,
): Promise<string | null> {
  const [latest] = await entriesAboutDevice(deviceId, subject.userIds, 1)
  return latest?.type === 'removal-finished' && latest.at >= since ? latest.correlationId : null
}

async function removeOwned(
  actor: Actor,
  subject: Subject,
  target: OwnedDevice,
  devices: readonly OwnedDevice[],
  { reason, confirmed }: RemovalRequest,
  clock: () => Date,
): Promise<Removal> {
  const { device, userId, publicSigningKey } = target
  if (publicSigningKey === null) return fail({ code: 'not-removable' })
  const receipt = newReceipt()
  const context = (): EntryContext => ({
    actor,
    correlationId: receipt,
    at: clock(),
    userId,
    deviceId: device.id,
  })
  const remembered = remember(device)
  const outlook = outlookOf(
    device,
    devices.map((owned) => owned.device),
  )
  const { guard } = outlook
  const decision = decideGuard(guard, reason)
  if (guard !== null && decision === 'refuse') {
    const detail = { reason, guard, device: remembered }
    await record({ type: 'removal-refused', version: 1, detail }, context())
    return fail({ code: 'guarded', guard, decision, outlook })
  }
  if (guard !== null && decision === 'confirm' && confirmed !== warningOf(outlook))
    return fail({ code: 'guarded', guard, decision, outlook })

  await record(
    { type: 'removal-intended', version: 1, detail: { reason, device: remembered } },
    context(),
  )
  const outcome = await deleteAndLook(subject, target, publicSigningKey)
  try {
    await record({ type: 'removal-finished', version: 1, detail: { outcome } }, context())
    if (outcome === 'confirmed' || outcome === 'already-gone')
      await forgetNickname(userId, device.id)
  } catch (err) {
    // The act is done and its intent is on record: the receipt says what is known, and the log that an outcome is missing.
    log().error({ err, receipt }, 'the outcome of a removal could not be written')
  }
  return succeed({ receipt })
}

async function deleteAndLook(
  subject: Subject,
  { device, userId }: OwnedDevice,
  publicSigningKey: string,
): Promise<RemovalOutcome> {
  const deleted = await deleteUserDevice(userId, publicSigningKey, deadlineIn(DELETE_MS))
  const list = await readDevices(subject, deadlineIn(READ_BUDGET_MS))
  return outcomeOf(deleted.ok ? null : deleted.error, sightOf(list, device, deleted.ok))
}

/** What the list shows of a device after the attempt to remove it. */
export type Sight = 'listed' | 'gone' | 'no-identity' | 'unreadable'

function sightOf(
  list: Awaited<ReturnType<typeof readDevices>>,
  before: Device,
  accepted: boolean,
): Sight {
  if (!list.ok) return list.error.code === 'identity-unknown' ? 'no-identity' : 'unreadable'
  const now = list.value.find(({ device }) => device.id === before.id)?.device
  if (now === undefined) return 'gone'
  // Which words the service has for a deleted row is open: one that it took a DELETE for and then calls unusable is gone.
  const ended = accepted && isActive(before) && !isActive(now) && now.odd.length === 0
  return ended ? 'gone' : 'listed'
}

/**
 * How a removal ended, from the service's answer to DELETE (null: accepted) and what its list shows afterwards.
 * Only the list makes a removal certain. That the service knows no such identity any more is believed only after it
 * accepted the DELETE of the last row; otherwise a gateway that has lost its way would look like success.
 */
export function outcomeOf(error: RecognizeError | null, sight: Sight): RemovalOutcome {
  if (error === null)
    return sight === 'gone' || sight === 'no-identity' ? 'confirmed' : 'not-yet-confirmed'
  if (error.code === 'not-found') return sight === 'gone' ? 'already-gone' : 'unknown'
  if (isUnclear(error)) return sight === 'gone' ? 'confirmed' : 'unknown'
  return sight === 'gone' ? 'already-gone' : 'refused-by-service'
}

function remember(device: Device): RememberedDevice {
  const { fingerprint, kind, kindSource, osVersion, addedAt } = device
  return { fingerprint, kind, kindSource, osVersion, addedAt }
}

/** Twelve characters, 60 bits: enough to be unique and short enough to read out. */
function newReceipt(): string {
  const code = randomCode(12, FINGERPRINT_ALPHABET)
  return `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`
}
