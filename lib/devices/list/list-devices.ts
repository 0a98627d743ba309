import 'server-only'
import { unlessOutage } from '../../database/outage'
import type { Actor, Subject } from '../../auth/authorization/actor'
import { can } from '../../auth/authorization/policy'
import type { Deadline } from '../../platform/deadline'
import { fail, succeed, type Result } from '../../platform/result'
import type { SubjectError } from '../../auth/authorization/subject'
import { isOutage, lastGoodLists, type KnownList } from './last-good-list'
import { readDeviceLists, type ReadError, type ReadList } from './read-devices'
import { latestReceipts } from '../removal/receipts'
import { isGone, isOver, LOOKED_FOR_MS, type Receipt } from '../removal/receipt-state'

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
  const { read, receipts } = await readWithReceipts(subject, deadline)
  if (!read.ok) {
    if (!isOutage(read.error)) lastGoodLists().forget(subject)
    return fail({ ...read.error, lastGood: lastGoodList(subject, receipts, at) })
  }
  const known = knownList(subject, read.value, receipts, at)
  lastGoodLists().remember(subject, known)
  return succeed(withReceipts(known, receipts, at))
}

/** The same for whoever may look at other people's devices, which is decided before. Nothing is kept for an outage. */
export async function listNow(
  subject: Pick<Subject, 'userIds'>,
  at: Date,
  deadline: Deadline,
): Promise<Result<DeviceList, ReadError>> {
  const { read, receipts } = await readWithReceipts(subject, deadline)
  if (!read.ok) return read
  return succeed(withReceipts(knownList(subject, read.value, receipts, at), receipts, at))
}

async function readWithReceipts(subject: Pick<Subject, 'userIds'>, deadline: Deadline) {
  const [read, receipts] = await Promise.all([
    readDeviceLists(subject, deadline),
    unlessOutage(() => latestReceipts(subject), null),
  ])
  return { read, receipts }
}

function knownList(
  { userIds }: Pick<Subject, 'userIds'>,
  { devices, unknownIdentities }: ReadList,
  receipts: readonly Receipt[] | null,
  at: Date,
): KnownList {
  const gone = goneSince(receipts, at.toISOString())
  return {
    readAt: at.toISOString(),
    identities: userIds.length,
    unknownIdentities,
    // The list may have been read a moment before a removal was confirmed, and its receipt after that.
    devices: devices.map(({ device }) => device).filter(({ id }) => !gone.has(id)),
  }
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
  if (!isOutage(error)) lastGoodLists().forget(actor)
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
  const known = lastGoodLists().recall(subject, at)
  if (known === null) return null
  const gone = goneSince(receipts, known.readAt)
  const devices = known.devices.filter(({ id }) => !gone.has(id))
  return devices.length === 0 ? null : withReceipts({ ...known, devices }, receipts, at)
}

/** The devices that the trail knows to have gone after a moment. */
function goneSince(receipts: readonly Receipt[] | null, readAt: string): ReadonlySet<string> {
  const since = (receipts ?? []).filter(({ state, at }) => isGone(state) && at > readAt)
  return new Set(since.map(({ deviceId }) => deviceId))
}

function withReceipts(known: KnownList, receipts: readonly Receipt[] | null, at: Date): DeviceList {
  const newest = newestOfEach(receipts ?? [])
  const listed = new Set(known.devices.map(({ id }) => id))
  return {
    ...known,
    records: receipts === null ? 'unavailable' : 'read',
    pending: newest.filter((receipt) => listed.has(receipt.deviceId) && isAwaited(receipt, at)),
    removed: newest.filter(({ state, deviceId }) => isGone(state) && !listed.has(deviceId)),
  }
}

/** Of receipts, newest first, the first of each device: a removal may have been asked for again. */
function newestOfEach(receipts: readonly Receipt[]): Receipt[] {
  const newest = new Map<string, Receipt>()
  for (const receipt of receipts)
    if (!newest.has(receipt.deviceId)) newest.set(receipt.deviceId, receipt)
  return [...newest.values()]
}

/** Whether something is still to come, or is still looked for. */
function isAwaited({ state, at: since }: Receipt, at: Date): boolean {
  const age = at.getTime() - Date.parse(since)
  return (
    !isOver(state) && age < LOOKED_FOR_MS[state === 'unknown' ? 'unknown' : 'not-yet-confirmed']
  )
}
