import type { FailureReason } from './activation-state'

/** How long a face lock-out lasts: five failures within ten minutes, across phone and web, lifted by nobody (the SDK's default). */
export const LOCK_OUT_SECONDS = 600

/**
 * The SDK's error codes by what they mean to the person in front of the phone. Source: PingOne Recognize SDK, error
 * handling and lock-out policy; the short ones from 1010 on that aren't documented there are the web wrapper's.
 */
const CODES: Readonly<Record<FailureReason, readonly number[]>> = {
  'face-not-matched': [30004, 512],
  'not-live': [30000, 20021],
  cancelled: [30003, 30008],
  offline: [30005],
  'locked-out': [30007, 523, 3007],
  'no-camera': [30009, 2002],
  'no-place': [539],
  'set-up-before': [20001, 3002],
  'phone-not-trusted': [30006, 40002, 6001],
  'state-not-usable': [1010],
  clock: [1142],
  'not-known': [534, 535, 1131, 20000, 3003],
  'app-problem': [507, 514, 537, 1004, 1134, 1167, 20010, 40001],
}

const REASONS: ReadonlyMap<number, FailureReason> = new Map(
  (Object.keys(CODES) as FailureReason[]).flatMap((reason) =>
    CODES[reason].map((code) => [code, reason] as const),
  ),
)

/** Why the app could not go on, from the SDK's error code; one that isn't known is the app's to explain. */
export function sdkErrorReason(code: number): FailureReason {
  return REASONS.get(code) ?? 'app-problem'
}
