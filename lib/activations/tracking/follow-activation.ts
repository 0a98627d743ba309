import 'server-only'
import { and, eq, isNotNull, isNull, lte, or } from 'drizzle-orm'
import { entriesOf } from '../../audit/log/audit-log'
import { database } from '../../database/connection'
import { activations } from '../../database/schema'
import { rememberDevice, type Device } from '../../devices/model/device'
import { readDevices } from '../../devices/list/read-devices'
import { rememberReport } from '../../devices/list/report-device'
import { watchList } from '../../devices/outside/known-lists'
import type { JobResult } from '../../jobs/queue'
import { deadlineIn, READ_BUDGET_MS, type Deadline } from '../../platform/deadline'
import { readOperation } from '../../recognize/client'
import { isStillClaimed } from './activation-schedule'
import { followUndoneActivation } from './follow-undone-activation'
import { otherActivationsOf } from './other-activations'
import { noteNewDevice, notifyPhoneAdded } from './announce-new-device'
import {
  changeActivation,
  endActivation,
  lockActivation,
  NO_FAILURE,
  type ActivationRow,
} from './activation-rows'
import {
  phoneCandidates,
  hasStayed,
  noteCandidates,
  matchNewPhone,
} from '../../client-states/sync/match-rows'

/** Follows one claimed activation. Once it is over, its user's list is read for some days: something may follow. */
export async function followActivation(
  row: ActivationRow,
  clock: () => Date,
): Promise<JobResult<ActivationRow>> {
  const result = await followOnce(row, clock)
  if (result === 'done' && row.redeemedAt !== null) await watchList(row.userId, clock())
  return result
}

/** Its time may be over, or its phone may be listed now. */
async function followOnce(
  row: ActivationRow,
  clock: () => Date,
): Promise<JobResult<ActivationRow>> {
  if (row.redeemedAt === null) return endInTime(row, 'expired', clock())
  if (row.ending === 'undone') return followUndoneActivation(row, clock)
  if (row.purpose === 'make-state') return endInTime(row, 'unseen', clock())
  const deadline = deadlineIn(READ_BUDGET_MS)
  const [list, hasPassed] = await Promise.all([
    readDevices({ userIds: [row.userId] }, deadline),
    hasJustPassed(row, deadline),
  ])
  const at = clock()
  const [passed = row] = hasPassed ? await notePassed(row, at) : []
  if (list.ok) return matchAgainstList(passed, list.value, at)
  // A list that can't be read doesn't show that nothing is there.
  return { again: passed }
}

/** Stops looking for a phone when the service was unavailable for too long, or did not remove the phone. */
export async function stopFollowing(row: ActivationRow, at: Date): Promise<void> {
  const { number, ending } = row
  if (ending === 'undone') await changeActivation({ number }, isStillClaimed(row), { dueAt: null })
  else await endUnseen(row, [], at)
}

async function matchAgainstList(
  row: ActivationRow,
  list: readonly { readonly device: Device }[],
  at: Date,
): Promise<JobResult<ActivationRow>> {
  const { taken, isContested } = await otherActivationsOf(row)
  const devices = list.map(({ device }) => device)
  const candidates = phoneCandidates(row, devices, taken)
  const noted = noteCandidates(row.newDevices, candidates, at)
  const isOver = at >= row.expiresAt
  const isSettled = ({ id }: Device) => !isContested(id) && (isOver || hasStayed(noted, id, at))
  const device = matchNewPhone(row, devices, candidates, isSettled)
  const untold = candidates.filter(({ id }) => !isTold(row, id) && id !== device?.id)
  if (device !== null) return endListed({ ...row, newDevices: noted }, device, untold, at)
  if (isOver) return endUnseen(row, untold, at)
  const several = candidates.length > 1 ? untold.filter(({ id }) => hasStayed(noted, id, at)) : []
  await noteNewDevice(row, noted, several, at)
  return { again: row }
}

const isTold = ({ newDevices }: ActivationRow, id: string) =>
  newDevices.some((noted) => noted.id === id && noted.told)

async function endInTime(
  { number }: ActivationRow,
  ending: 'expired' | 'unseen',
  at: Date,
): Promise<JobResult<ActivationRow>> {
  const isDue = and(isOpen, lte(activations.expiresAt, at))
  // An activation that was redeemed in this moment expires at another time.
  const isUnused = ending === 'expired' ? isNull(activations.redeemedAt) : undefined
  const isEnding = and(isDue, isUnused)
  await database().transaction((tx) => endActivation({ number }, isEnding, ending, at, tx))
  return 'done'
}

const isOpen = isNull(activations.ending)

/** Whether the face check has passed: the service stores the operation that the app was given only on success. */
async function hasJustPassed(
  { facePassedAt, operationId, userId }: ActivationRow,
  deadline: Deadline,
): Promise<boolean> {
  if (facePassedAt !== null) return false
  const operation = await readOperation(operationId, deadline)
  return operation.ok && operation.value.userId === userId
}

async function notePassed(row: ActivationRow, at: Date): Promise<ActivationRow[]> {
  const { number } = row
  return changeActivation({ number }, isStillClaimed(row), { ...NO_FAILURE, facePassedAt: at })
}

/** The phone is listed: records that and tells the person in one transaction, also when the activation was superseded meanwhile. */
async function endListed(
  row: ActivationRow,
  device: Device,
  others: readonly Device[],
  at: Date,
): Promise<JobResult<ActivationRow>> {
  const { number, userId } = row
  const entries = await entriesOf([number], [userId])
  const clientId = entries.find((entry) => entry.type === 'activation-redeemed')?.detail.clientId
  const recovered = entries.some(
    (entry) => entry.type === 'activation-started' && entry.detail.state === 'backup',
  )
  const isNamed = row.deviceId === device.id
  const isReported = isNamed && device.fingerprint !== null && clientId !== undefined
  const isPhone = { kind: 'phone', kindSource: 'reported' } as const
  const remembered = { ...rememberDevice(device), ...(isNamed ? isPhone : {}) }
  await database().transaction(async (tx) => {
    const isSought = or(isOpen, eq(activations.ending, 'superseded'))
    const [listed] = await lockActivation({ number }, isSought, tx)
    if (!listed) return
    if (isReported) {
      const { issuer, subject } = listed
      const context = { actor: { issuer, subject }, correlationId: number, at }
      const report = { userId, deviceId: device.id, fingerprint: device.fingerprint, clientId }
      await rememberReport(report, context, tx)
    }
    const found = { ...NO_FAILURE, deviceId: device.id }
    await endActivation({ number }, isSought, 'listed', at, tx, found, remembered)
    await notifyPhoneAdded(listed, others, at, tx)
    if (!isTold(row, device.id)) await notifyPhoneAdded(listed, [device], at, tx, recovered)
  })
  return 'done'
}

/** Ends the search for the phone, and tells the person of any new phone that was not announced yet. */
async function endUnseen(
  row: ActivationRow,
  untold: readonly Device[],
  at: Date,
): Promise<JobResult<ActivationRow>> {
  await database().transaction(async (tx) => {
    const { number } = row
    const isSuperseded = and(eq(activations.ending, 'superseded'), isFollowed)
    const [ended] =
      row.ending === null
        ? await endActivation({ number }, isOpen, 'unseen', at, tx, { deviceId: null })
        : await changeActivation({ number }, isSuperseded, { dueAt: null, deviceId: null }, tx)
    if (ended) await notifyPhoneAdded(ended, untold, at, tx)
  })
  return 'done'
}

const isFollowed = isNotNull(activations.dueAt)
