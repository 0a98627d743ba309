import type { RecordedReason, RememberedDevice, RemovalOutcome } from '../../audit/events/events'
import type { Safeguard } from '../model/safeguards'

/**
 * How far a removal has come.
 * - `scheduled` it waits, and can be undone
 * - `running` it is being done. If its process ended meanwhile, it is settled within seconds
 * - `cancelled` it was undone
 * - `overtaken` an urgent removal of the same device took its place
 * - `stopped` its clean-up stopped before its turn
 * - `kept` a safeguard refused it when the wait was over
 * - `abandoned` it could not be carried out
 * - the others as {@link RemovalOutcome} says
 */
export type ReceiptState =
  | 'scheduled'
  | 'running'
  | 'cancelled'
  | 'overtaken'
  | 'stopped'
  | 'kept'
  | 'abandoned'
  | RemovalOutcome

/** A removal as its receipt states it. */
export type Receipt = {
  /** What a person quotes to support. */
  readonly referenceCode: string
  readonly deviceId: string
  readonly device: RememberedDevice
  readonly reason: RecordedReason
  /** Who asked for it: the person, or support on a call with them. */
  readonly by: 'person' | 'support'
  readonly state: ReceiptState
  /** ISO 8601, UTC: since when it has this state. */
  readonly at: string
  /** ISO 8601, UTC: when a scheduled removal is carried out. */
  readonly until: string | null
  /** Whether a scheduled removal waits for the service to answer again, and not for its time. */
  readonly waitsForService: boolean
  /** The safeguard that refused it. */
  readonly guard: Safeguard | null
  /** The reference code of the clean-up that it is a part of. */
  readonly cleanUp: string | null
}

/** Whether nothing more is to come. */
export function isOver(state: ReceiptState): boolean {
  return !['scheduled', 'running', 'not-yet-confirmed', 'unknown'].includes(state)
}

/** Whether the device is known to be gone. */
export function isGone(state: ReceiptState): state is 'confirmed' | 'already-gone' {
  return state === 'confirmed' || state === 'already-gone'
}

/** In milliseconds: how long an uncertain outcome is looked for. A lost DELETE takes effect in minutes or never. */
export const LOOKED_FOR_MS = { 'not-yet-confirmed': 24 * 3600_000, unknown: 10 * 60_000 } as const
