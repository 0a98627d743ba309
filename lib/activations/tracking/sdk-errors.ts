/** How long a face lock-out lasts after five failures within ten minutes (the SDK's default). It counts for phone and web together. */
export const LOCK_OUT_SECONDS = 600

/**
 * What the SDK's error codes mean to the person in front of the phone. Source: PingOne Recognize SDK, error handling and
 * lock-out policy; the codes below 10000 that the SDK's documentation doesn't name are those of the web wrapper.
 *
 * A new code is one line here. With a new reason, the compiler then asks for its words (lib/i18n/messages/en-sdk-errors.ts)
 * and for what helps (components/activations/progress/failure-notice.tsx).
 */
export const sdkErrors = {
  30004: 'face-not-matched',
  512: 'face-not-matched',
  30000: 'not-live',
  20021: 'not-live',
  30003: 'cancelled',
  30008: 'cancelled',
  30005: 'offline',
  30007: 'locked-out',
  523: 'locked-out',
  3007: 'locked-out',
  30009: 'no-camera',
  2002: 'no-camera',
  539: 'no-place',
  20001: 'set-up-before',
  3002: 'set-up-before',
  30006: 'phone-not-trusted',
  40002: 'phone-not-trusted',
  6001: 'phone-not-trusted',
  1010: 'state-not-usable',
  1142: 'clock',
  534: 'not-known',
  535: 'not-known',
  1131: 'not-known',
  20000: 'not-known',
  3003: 'not-known',
  507: 'app-problem',
  514: 'app-problem',
  537: 'app-problem',
  1004: 'app-problem',
  1134: 'app-problem',
  1167: 'app-problem',
  20010: 'app-problem',
  40001: 'app-problem',
} as const

/** Why the app could not go on. */
export type SdkErrorReason = (typeof sdkErrors)[keyof typeof sdkErrors]

/** Every reason, once. */
export const SDK_ERROR_REASONS: readonly SdkErrorReason[] = [...new Set(Object.values(sdkErrors))]

const reasonOfCode: Readonly<Record<number, SdkErrorReason | undefined>> = sdkErrors

/** Why the app could not go on, from the SDK's error code. An unknown code is for the app to explain. */
export function sdkErrorReason(code: number): SdkErrorReason {
  return Object.hasOwn(sdkErrors, code) ? (reasonOfCode[code] ?? 'app-problem') : 'app-problem'
}
