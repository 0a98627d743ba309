import 'server-only'
import { and, eq, isNull, lte, or } from 'drizzle-orm'
import { entriesOf } from '../activity/trail'
import { database } from '../database/connection'
import { activations } from '../database/schema'
import type { Device } from '../devices/device'
import { readDevices } from '../devices/read'
import { remember } from '../devices/removal/order'
import { rememberReport } from '../devices/report'
import type { Actor } from '../identity/actor'
import { tell } from '../notifications/tell'
import { deadlineIn, READ_BUDGET_MS, type Deadline } from '../platform/deadline'
import { readOperation } from '../recognize/client'
import { isClaimed, lookLater, takenDevices } from './due'
import { change, end, type ActivationRow } from './rows'
import { sightingOf } from './sighting'
import { takeAway } from './take-away'

/** For how long a phone that was undone is tried to be removed while the service can't be asked. */
const GIVE_UP_MS = 24 * 3600_000

/** Looks at one claimed activation: its time may be over, or its phone may be listed now. */
export async function follow(row: ActivationRow, clock: () => Date): Promise<void> {
  if (row.redeemedAt === null) return endInTime(row, 'expired', clock())
  if (row.purpose === 'make-state') return endInTime(row, 'unseen', clock())
  const deadline = deadlineIn(READ_BUDGET_MS)
  const [list, hasPassed] = await Promise.all([
    readDevices({ userIds: [row.userId] }, deadline),
    hasJustPassed(row, deadline),
  ])
  const at = clock()
  const [passed = row] = hasPassed ? await notePassed(row, at) : []
  const device = list.ok ? await sightingIn(passed, list.value) : null
  if (device !== null && row.ending !== 'undone') return settle(passed, device, at)
  const isTaken = device !== null && (await isTakenAway(passed, device, clock))
  if (isTaken) return
  if (isOver(row, list.ok && device === null, at)) await giveUp(row, at)
  else await lookLater(passed, at)
}

async function endInTime(
  { number }: ActivationRow,
  ending: 'expired' | 'unseen',
  at: Date,
): Promise<void> {
  const isDue = and(isOpen(number), lte(activations.expiresAt, at))
  // Redeemed in this very moment, it is due at another time.
  const isUnused = ending === 'expired' ? isNull(activations.redeemedAt) : undefined
  await database().transaction((tx) => end(and(isDue, isUnused), ending, at, tx))
}

const isOpen = (number: string) => and(eq(activations.number, number), isNull(activations.ending))

/** Whether the service knows by now that the very operation the app was given was finished: it is stored on success only. */
async function hasJustPassed(
  { facePassedAt, operationId, userId }: ActivationRow,
  deadline: Deadline,
): Promise<boolean> {
  if (facePassedAt !== null) return false
  const operation = await readOperation(operationId, deadline)
  return operation.ok && operation.value.userId === userId
}

async function notePassed(row: ActivationRow, at: Date): Promise<ActivationRow[]> {
  return change(isClaimed(row), { facePassedAt: at, failureCode: null, failedAt: null })
}

async function sightingIn(
  row: ActivationRow,
  list: readonly { readonly device: Device }[],
): Promise<Device | null> {
  const taken = row.deviceId === null ? await takenDevices(row) : new Set<string>()
  const devices = list.map(({ device }) => device)
  return sightingOf(row, devices, taken)
}

/** The phone is there: written down, and told to the person, in one. One that was superseded meanwhile has come all the same. */
async function settle(row: ActivationRow, device: Device, at: Date): Promise<void> {
  const { number, userId } = row
  const entries = await entriesOf([number], [userId])
  const clientId = entries.find((entry) => entry.type === 'activation-redeemed')?.detail.clientId
  const recovered = entries.some(
    (entry) => entry.type === 'activation-started' && entry.detail.state === 'backup',
  )
  const isReported = row.deviceId !== null && device.fingerprint !== null && clientId !== undefined
  const isPhone = { kind: 'phone', kindSource: 'reported' } as const
  const remembered = { ...remember(device), ...(row.deviceId === null ? {} : isPhone) }
  await database().transaction(async (tx) => {
    const isSought = and(
      eq(activations.number, number),
      or(isNull(activations.ending), eq(activations.ending, 'superseded')),
    )
    const found = { deviceId: device.id, failureCode: null, failedAt: null }
    const [listed] = await end(isSought, 'listed', at, tx, found, remembered)
    if (!listed) return
    const { issuer, subject } = listed
    const { fingerprint, osVersion: description } = device
    if (isReported) {
      const context = { actor: { issuer, subject }, correlationId: number, at }
      const report = { userId, deviceId: device.id, fingerprint: device.fingerprint, clientId }
      await rememberReport(report, context, tx)
    }
    const notice = { type: 'phone-added', at: at.toISOString(), recovered } as const
    await tell(listed, { ...notice, device: { description, fingerprint } }, at, tx)
  })
}

/** Undone before it was listed: taken away in the person's name as soon as it is. */
async function isTakenAway(
  row: ActivationRow,
  device: Device,
  clock: () => Date,
): Promise<boolean> {
  const { issuer, subject } = row
  const actor: Actor = { issuer, subject, displayName: '', roles: [], signIn: '' }
  return (await takeAway(row, device.id, actor, { clock, holdMs: 0 })) !== null
}

function isOver({ ending, endedAt, expiresAt }: ActivationRow, isGone: boolean, at: Date): boolean {
  if (at < expiresAt) return false
  if (ending !== 'undone' || endedAt === null) return true
  return isGone || at.getTime() - endedAt.getTime() > GIVE_UP_MS
}

async function giveUp(row: ActivationRow, at: Date): Promise<void> {
  await database().transaction(async (tx) => {
    if (row.ending === null) await end(isOpen(row.number), 'unseen', at, tx)
    else await change(isClaimed(row), { dueAt: null }, tx)
  })
}
