import 'server-only'
import { unlessOutage } from '../../database/outage'
import type { Account, Subject } from '../../auth/authorization/actor'
import type { NotAllowed, Permitted } from '../../auth/authorization/authorize'
import type { ListAction } from '../../auth/authorization/policy'
import type { CallTime } from '../../platform/deadline'
import { fail, succeed, type Result } from '../../platform/result'
import type { SubjectError } from '../../auth/sessions/own-subject'
import { lastGoodLists, recallFor, rememberForAgents, type KnownList } from './last-good-list'
import { isOutage } from './service-outage'
import { readDeviceLists, type ReadError, type ReadList } from './read-devices'
import { outsideMarks, type OutsideMark } from '../outside/known-lists'
import { noteReadings } from '../outside/note-readings'
import { latestReceipts } from '../receipts/receipts'
import { isGone, isOver, LOOKED_FOR_MS, type Receipt } from '../receipts/receipt-state'

/** What the devices page shows; goes to the browser, so there are no keys and no Recognize user ids in it. */
export type DeviceList = KnownList & {
  /** Whether the portal's own records could be read: names and removals. Without them nothing can be removed. */
  readonly records: 'read' | 'unavailable'
  /** Removals of listed devices that are not over, at most one for each device. */
  readonly pending: readonly Receipt[]
  /** Devices that were removed, as the audit log remembers them, newest first. The service no longer lists them. */
  readonly removed: readonly Receipt[]
}

/** Why there is no list. From the last good one nothing is removed at once: a removal can wait for the service. */
export type ListError<Cause> = Cause & { readonly lastGood: DeviceList | null }

/** The subject’s devices as the service lists them now. During an outage the error has the last good list, also for agents. */
export async function listDevices({
  authorized,
  at,
  deadline,
}: Permitted<ListAction> & CallTime): Promise<Result<DeviceList, ListError<ReadError>>> {
  const { subject } = authorized
  const own = authorized.action === 'devices:list:own' ? authorized.subject : null
  const [read, receipts] = await Promise.all([
    readDeviceLists(subject, deadline),
    unlessOutage(() => latestReceipts(subject), null),
  ])
  if (!read.ok) {
    if (own && !isOutage(read.error)) lastGoodLists().forget(own)
    const known = isOutage(read.error) ? recallFor(authorized, at) : null
    return fail({ ...read.error, lastGood: lastGoodList(known, receipts, at) })
  }
  const shownIn = own === null ? null : authorized.actor.sessionHash
  const marks = await unlessOutage(() => compareWithKnown(subject, read.value, shownIn, at), [])
  const known = { ...knownList(subject, read.value, receipts, at), marks }
  if (own) lastGoodLists().remember(own, known)
  else rememberForAgents(subject.userIds, known)
  return succeed(withReceipts(known, receipts, at))
}

/** Compares the lists with the last known ones; gives the marks of what happened outside of the portal. */
async function compareWithKnown(
  { userIds }: Pick<Subject, 'userIds'>,
  { devices, unknownIdentities }: ReadList,
  shownIn: string | null,
  at: Date,
): Promise<OutsideMark[]> {
  const lists = userIds.map((userId, identity) => ({
    userId,
    devices: devices.map(({ device }) => device).filter((device) => device.identity === identity),
  }))
  // A user that the service doesn't know says nothing about the user's devices.
  await noteReadings(
    lists.filter((_, identity) => !unknownIdentities.includes(identity)),
    at,
  )
  return outsideMarks(userIds, shownIn)
}

function knownList(
  { userIds }: Pick<Subject, 'userIds'>,
  { devices, rowlessBackups, unknownIdentities }: ReadList,
  receipts: readonly Receipt[] | null,
  at: Date,
): Omit<KnownList, 'marks'> {
  const gone = goneSince(receipts, at.toISOString())
  return {
    readAt: at.toISOString(),
    identities: userIds.length,
    unknownIdentities,
    rowlessBackups,
    // The list may have been read a moment before a removal was confirmed, and its receipt after that.
    devices: devices.map(({ device }) => device).filter(({ id }) => !gone.has(id)),
  }
}

/** The answer when the service can’t resolve the identities. `userIds` are those that this session found before. */
export async function listWithoutSubject({
  account,
  userIds,
  error,
  at,
}: {
  readonly account: Account
  readonly userIds: readonly string[] | null
  readonly error: SubjectError | NotAllowed
  readonly at: Date
}): Promise<Result<never, ListError<SubjectError | NotAllowed>>> {
  const { issuer, subject } = account
  if (!isOutage(error)) lastGoodLists().forget(account)
  const [first, ...others] = userIds ?? []
  if (first === undefined) return fail({ ...error, lastGood: null })
  const before: Subject = { issuer, subject, userIds: [first, ...others] }
  const receipts = await unlessOutage(() => latestReceipts(before), null)
  const lastGood = lastGoodList(lastGoodLists().recall(before, at), receipts, at)
  return fail({ ...error, lastGood })
}

/** The last good list without what has gone since. Without devices there is none: it would look like “no devices”. */
function lastGoodList(
  known: KnownList | null,
  receipts: readonly Receipt[] | null,
  at: Date,
): DeviceList | null {
  if (known === null) return null
  const gone = goneSince(receipts, known.readAt)
  const devices = known.devices.filter(({ id }) => !gone.has(id))
  return devices.length === 0 ? null : withReceipts({ ...known, devices }, receipts, at)
}

/** The devices that the audit log says were gone after a moment. */
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

/** The newest receipt of each device, from receipts with the newest first: a removal may have been asked for again. */
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
