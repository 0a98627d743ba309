import 'server-only'
import type { RecordedReason, RememberedDevice, RemovalOutcome } from '../activity/events'
import { entriesOf, record, removalEntries, type Entry } from '../activity/trail'
import type { Actor, Subject } from '../identity/actor'
import { can } from '../identity/policy'
import { readDeadline } from '../platform/deadline'
import { readDevices } from './read'

/** A removal as its receipt states it, put together from the trail. */
export type Receipt = {
  readonly number: string
  readonly deviceId: string
  readonly device: RememberedDevice
  readonly reason: RecordedReason
  /** `unknown` too when the outcome is missing because the process ended in between. */
  readonly outcome: RemovalOutcome
  /** ISO 8601, UTC: when the outcome was decided, or the removal begun if it never was. */
  readonly at: string
}

type Outcome = Extract<Entry, { type: 'removal-finished' }>

const RECEIPT_NUMBER = /^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/

/**
 * The receipt of a removal of the subject's own; null when there is none, or when it is somebody else's.
 * One that is still open is looked at again: if the service's list no longer has the device, that is recorded now.
 */
export async function readReceipt(
  actor: Actor,
  subject: Subject,
  number: string,
  at: Date,
): Promise<Receipt | null> {
  if (!can(actor, 'devices:list:own', subject) || !RECEIPT_NUMBER.test(number)) return null
  const entries = await entriesOf(number, subject.userIds)
  const [receipt] = receiptsFrom(entries)
  if (!receipt || !isOpen(receipt) || !(await isGone(subject, receipt))) return receipt ?? null
  const userId = entries[0]?.userId
  const context = { actor, correlationId: number, at, deviceId: receipt.deviceId }
  await record(
    { type: 'removal-finished', version: 1, detail: { outcome: 'confirmed' } },
    userId ? { ...context, userId } : context,
  )
  return { ...receipt, outcome: 'confirmed', at: at.toISOString() }
}

function isOpen({ outcome }: Receipt): boolean {
  return outcome === 'not-yet-confirmed' || outcome === 'unknown'
}

async function isGone(subject: Subject, { deviceId }: Receipt): Promise<boolean> {
  const list = await readDevices(subject, readDeadline())
  return list.ok && !list.value.some(({ device }) => device.id === deviceId)
}

/** The subject's devices that are gone, as the trail remembers them, newest first. The service may have forgotten them. */
export async function removedDevices(subject: Subject): Promise<Receipt[]> {
  const receipts = receiptsFrom(await removalEntries(subject.userIds, 200))
  return receipts.filter(({ outcome }) => outcome === 'confirmed' || outcome === 'already-gone')
}

/** The newest outcome of a removal: one that was open at first may have been settled later. */
function latestOutcome(entries: readonly Entry[], number: string) {
  return entries
    .filter((entry) => entry.type === 'removal-finished')
    .filter((entry) => entry.correlationId === number)
    .reduce<Outcome | null>(
      (latest, entry) => (latest && latest.at >= entry.at ? latest : entry),
      null,
    )
}

/** Pairs intents with their outcomes, in the order of the intents given. */
export function receiptsFrom(entries: readonly Entry[]): Receipt[] {
  return entries.flatMap((intent) => {
    if (intent.type !== 'removal-intended' || intent.deviceId === null) return []
    const finished = latestOutcome(entries, intent.correlationId)
    return [
      {
        number: intent.correlationId,
        deviceId: intent.deviceId,
        device: intent.detail.device,
        reason: intent.detail.reason,
        outcome: finished?.detail.outcome ?? 'unknown',
        at: (finished ?? intent).at.toISOString(),
      },
    ]
  })
}
