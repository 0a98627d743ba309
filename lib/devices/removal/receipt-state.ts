import type { RecordedReason, RememberedDevice, RemovalOutcome } from '../../audit/events/events'
import type { Safeguard } from '../model/safeguards'

/**
 * How far a removal has come.
 * - `held` it waits and can be undone
 * - `running` it is being done; or its process ended in between, which is settled within seconds
 * - `cancelled`, `overtaken`, `stopped` it was undone; an urgent removal took its place; its clean-up stopped before it
 * - `kept` a guard refused when the wait was over
 * - `abandoned` it could not be carried out
 * - the others as {@link RemovalOutcome} says
 */
export type ReceiptState =
  'held' | 'running' | 'cancelled' | 'overtaken' | 'stopped' | 'kept' | 'abandoned' | RemovalOutcome

/** A removal as its receipt states it. */
export type Receipt = {
  readonly number: string
  readonly deviceId: string
  readonly device: RememberedDevice
  readonly reason: RecordedReason
  /** Who asked for it: the person, or support on a call with them. */
  readonly by: 'person' | 'support'
  readonly state: ReceiptState
  /** ISO 8601, UTC: since when it has this state. */
  readonly at: string
  /** ISO 8601, UTC: when a held removal is carried out. */
  readonly until: string | null
  /** What kept it. */
  readonly guard: Safeguard | null
  /** The clean-up it is a part of. */
  readonly cleanUp: string | null
}

/** Whether nothing more is to come. */
export function isOver(state: ReceiptState): boolean {
  return !['held', 'running', 'not-yet-confirmed', 'unknown'].includes(state)
}

/** Whether the device is known to be gone. */
export function isGone(state: ReceiptState): state is 'confirmed' | 'already-gone' {
  return state === 'confirmed' || state === 'already-gone'
}

/** For how long, in milliseconds, an outcome that isn't certain is looked for. An accepted DELETE may take long to show; one of unknown fate has happened within minutes or not at all. */
export const LOOKED_FOR_MS = { 'not-yet-confirmed': 24 * 3600_000, unknown: 10 * 60_000 } as const
