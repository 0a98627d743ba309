import 'server-only'
import { unlessOutage } from '../database/outage'
import type { Actor, Subject } from '../identity/actor'
import { can } from '../identity/policy'
import type { Deadline } from '../platform/deadline'
import { fail, succeed, type Result } from '../platform/result'
import type { SubjectError } from '../identity/subject'
import { isOutage, lastKnown, type KnownList } from './last-known'
import { withNicknames } from './nicknames'
import { readDeviceLists, type ReadError } from './read'
import { latestReceipts } from './removal/receipt'
import { isGone, isOver, type Receipt } from './removal/receipt-state'

/** What the devices page shows; goes to the browser, so there are no keys and no Recognize user ids in it. */
export type DeviceList = KnownList & {
  /** Whether the portal's own records could be read: names, removals. Nothing can be removed while they can't. */
  readonly records: 'read' | 'unavailable'
  /** Removals of listed devices that are not over, one for each device at most. */
  readonly pending: readonly Receipt[]
  /** Those that are gone, as the trail remembers them, newest first. The service may have forgotten them. */
  readonly removed: readonly Receipt[]
}

/** Why there is no list, and the last good one where the service couldn't be read: to look at, never to remove from. */
export type ListError<Cause> = Cause & { readonly lastGood: DeviceList | null }

/** The subject's devices as the service lists them now, and those that were removed here. */
export async function listDevices(
  actor: Actor,
  subject: Subject,
  at: Date,
  deadline: Deadline,
): Promise<Result<DeviceList, ListError<ReadError | { readonly code: 'not-allowed' }>>> {
  if (!can(actor, 'devices:list:own', subject)) return fail({ code: 'not-allowed', lastGood: null })
  const [read, receipts] = await Promise.all([
    readDeviceLists(subject, deadline),
    unlessOutage(() => latestReceipts(subject), null),
  ])
  if (!read.ok) {
    if (!isOutage(read.error)) lastKnown().forget(subject)
    return fail({ ...read.error, lastGood: lastGoodList(subject, receipts, at) })
  }
  const { devices, unknownIdentities } = read.value
  const known: KnownList = {
    readAt: at.toISOString(),
    identities: subject.userIds.length,
    unknownIdentities,
    devices: (await withNicknames(devices)).map(({ device }) => device),
  }
  lastKnown().remember(subject, known)
  return succeed(withReceipts(known, receipts, at))
}

/**
 * The answer when not even whose devices to list can be found out. `userIds` are those that the sign-in found before,
 * so that nobody is shown what belonged to an identity they had in another sign-in.
 */
export async function listWithoutSubject(
  actor: Actor,
  userIds: readonly string[] | null,
  error: SubjectError,
  at: Date,
): Promise<Result<never, ListError<SubjectError>>> {
  const { issuer, subject } = actor
  if (!isOutage(error)) lastKnown().forget(actor)
  const [first, ...others] = userIds ?? []
  if (first === undefined) return fail({ ...error, lastGood: null })
  const before: Subject = { issuer, subject, userIds: [first, ...others] }
  const lastGood = lastGoodList(before, await unlessOutage(() => latestReceipts(before), null), at)
  return fail({ ...error, lastGood })
}

/**
 * The last good list, less what is known to have gone since: a phone that was removed must not look like a way in.
 * One without devices is none, because a failure must never look like “no devices”.
 */
function lastGoodList(
  subject: Subject,
  receipts: readonly Receipt[] | null,
  at: Date,
): DeviceList | null {
  const known = lastKnown().recall(subject, at)
  if (known === null) return null
  const goneSince = (receipts ?? []).filter(
    (receipt) => isGone(receipt.state) && receipt.at > known.readAt,
  )
  const gone = new Set(goneSince.map(({ deviceId }) => deviceId))
  const devices = known.devices.filter(({ id }) => !gone.has(id))
  return devices.length === 0 ? null : withReceipts({ ...known, devices }, receipts, at)
}

function withReceipts(known: KnownList, receipts: readonly Receipt[] | null, at: Date): DeviceList {
  const listed = new Set(known.devices.map(({ id }) => id))
  return {
    ...known,
    records: receipts === null ? 'unavailable' : 'read',
    pending: pendingAmong(receipts ?? [], listed, at),
    removed: (receipts ?? []).filter(
      ({ state, deviceId }) => isGone(state) && !listed.has(deviceId),
    ),
  }
}

const REMEMBERED_MS = 24 * 3600_000

/** The newest receipt of each listed device, where something is still to come, or its end stayed unknown not long ago. */
function pendingAmong(
  receipts: readonly Receipt[],
  listed: ReadonlySet<string>,
  at: Date,
): Receipt[] {
  const newest = new Map<string, Receipt>()
  for (const receipt of receipts)
    if (!newest.has(receipt.deviceId)) newest.set(receipt.deviceId, receipt)
  return [...newest.values()].filter(
    (receipt) =>
      listed.has(receipt.deviceId) &&
      !isOver(receipt.state) &&
      at.getTime() - Date.parse(receipt.at) < REMEMBERED_MS,
  )
}
