import type { AuditEvent, RememberedDevice } from '../../audit/events/events'
import type { SdkErrorReason } from './sdk-error-reasons'

/** For how long a code can be used. */
export const CODE_LIFETIME_MS = 10 * 60_000
/** For how long after a phone was listed the activation can be undone. */
export const UNDO_MS = 24 * 3600_000
/** For how long after an undo the worker looks for the phone, to remove it. */
export const TAKE_AWAY_MS = 24 * 3600_000

// What the browser may know of an activation: no code, no client state, no key, no Recognize user id.

export type ActivationEnding = Extract<AuditEvent, { type: 'activation-ended' }>['detail']['ending']

/** `id` leads to its page for as long as it is listed. */
export type AddedDevice = RememberedDevice & { readonly id: string }

/** One attempt to add a phone (`bind`), or to have the old phone make a temporary state first (`make-state`). */
export type Activation = {
  readonly number: string
  readonly purpose: 'bind' | 'make-state'
  /** All times are ISO 8601 instants in UTC; null for what hasn't happened. */
  readonly startedAt: string
  /** Until when the code can be used. */
  readonly expiresAt: string
  readonly openedAt: string | null
  /** The app has signed in and redeemed the code. */
  readonly redeemedAt: string | null
  readonly facePassedAt: string | null
  /** The app's newest failure; null again after a success. */
  readonly failure: {
    readonly reason: SdkErrorReason
    /** The error code as people tell it to each other. */
    readonly code: string
    readonly at: string
  } | null
  /** How it ended; null while it goes on. After `listed` it can still be undone. */
  readonly ending: ActivationEnding | null
  readonly endedAt: string | null
  /** The phone that came of it, as the audit log remembers it. */
  readonly device: AddedDevice | null
  /** The receipt of the removal that undid it. */
  readonly undoReceipt: string | null
  /** Whether its code hands out a recovery backup. An undo destroys that backup. */
  readonly usesBackup: boolean
  /** The undo has destroyed the recovery backup that its code had handed out. */
  readonly backupDestroyed: boolean
  /** Grows with every change. */
  readonly version: number
}

/** Whether nothing more will come by itself. */
export function isEnded({ ending }: Pick<Activation, 'ending'>): boolean {
  return ending !== null
}
