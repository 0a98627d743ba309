/**
 * Why the app could not go on, and what helps then. The words of a reason are in lib/i18n/messages/en-sdk-errors.ts; the
 * compiler asks for them. The page and the API say the same of a reason, and each in its own place what to do next.
 */
export const HELP_AFTER_ERROR = {
  'face-not-matched': 'try-again',
  'not-recognised': 'try-again',
  'not-live': 'try-again',
  'timed-out': 'try-again',
  cancelled: 'try-again',
  offline: 'try-again',
  'no-camera': 'try-again',
  'camera-fault': 'try-again',
  storage: 'try-again',
  'no-tries-left': 'try-later',
  'service-problem': 'try-later',
  'app-problem': 'open-again',
  'locked-out': 'start-again',
  'set-up-before': 'start-again',
  'out-of-step': 'start-again',
  'app-outdated': 'start-again',
  'phone-not-trusted': 'start-again',
  'state-not-usable': 'start-again',
  clock: 'start-again',
  'not-known': 'start-again',
  'no-place': 'clean-up',
  'no-seats': 'ask-support',
  'app-misconfigured': 'ask-maker',
  'phone-not-able': 'ask-maker',
} as const

/** Why the app could not go on. */
export type SdkErrorReason = keyof typeof HELP_AFTER_ERROR
/** What helps after an error. */
export type SdkErrorHelp = (typeof HELP_AFTER_ERROR)[SdkErrorReason]

/** Every reason, once. */
export const SDK_ERROR_REASONS = Object.keys(HELP_AFTER_ERROR) as [
  SdkErrorReason,
  ...SdkErrorReason[],
]

/** The reasons that are a try without success, or what follows from several: here the person reads of the lock-out. */
export const COUNTED_TRIES: readonly SdkErrorReason[] = [
  'face-not-matched',
  'not-recognised',
  'not-live',
  'locked-out',
]
