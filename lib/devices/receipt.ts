import 'server-only'
import type { RecordedReason, RememberedDevice, RemovalOutcome } from '../activity/events'
import { entriesOf, removalEntries, type Entry } from '../activity/trail'
import type { Actor, Subject } from '../identity/actor'
import { can } from '../identity/policy'

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

const RECEIPT_NUMBER = /^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/

/** The receipt of a removal of the subject's own; null when there is none, or when it is somebody else's. */
export async function readReceipt(
  actor: Actor,
  subject: Subject,
  number: string,
): Promise<Receipt | null> {
  if (!can(actor, 'devices:list:own', subject) || !RECEIPT_NUMBER.test(number)) return null
  return receiptsFrom(await entriesOf(number, subject.userIds))[0] ?? null
}

/** The subject's devices that are gone, as the trail remembers them, newest first. The service may have forgotten them. */
export async function removedDevices(subject: Subject): Promise<Receipt[]> {
  const receipts = receiptsFrom(await removalEntries(subject.userIds, 200))
  return receipts.filter(({ outcome }) => outcome === 'confirmed' || outcome === 'already-gone')
}

/** Pairs intents with their outcomes, in the order of the intents given. */
export function receiptsFrom(entries: readonly Entry[]): Receipt[] {
  return entries.flatMap((intent) => {
    if (intent.type !== 'removal-intended' || intent.deviceId === null) return []
    const finished = entries.find(
      (entry) => entry.type === 'removal-finished' && entry.correlationId === intent.correlationId,
    )
    return [
      {
        number: intent.correlationId,
        deviceId: intent.deviceId,
        device: intent.detail.device,
        reason: intent.detail.reason,
        outcome: finished?.type === 'removal-finished' ? finished.detail.outcome : 'unknown',
        at: (finished ?? intent).at.toISOString(),
      },
    ]
  })
}
