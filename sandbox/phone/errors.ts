/** The failures of a selfie, by the native error codes of the SDK. */
export const selfieFailures = {
  'not-matched': { label: 'Face not recognised', errorCode: 30004 },
  rejected: { label: 'Not sure about the face', errorCode: 30008 },
  picture: { label: 'Looks like a picture', errorCode: 30000 },
  'not-able': { label: 'Phone not able', errorCode: 20021 },
  'locked-out': { label: 'Locked out', errorCode: 30007 },
  'no-place': { label: 'No place left', errorCode: 539 },
  'set-up-before': { label: 'Set up before', errorCode: 20001 },
  outdated: { label: 'App too old', errorCode: 30010 },
  cancel: { label: 'Cancel', errorCode: 30003 },
} as const

export type SelfieFailure = keyof typeof selfieFailures
export const isSelfieFailure = (outcome: string): outcome is SelfieFailure =>
  Object.hasOwn(selfieFailures, outcome)

/** What an app says of the SDK's error model: an older app says nothing. */
export const errorModels = ['NATIVE', '6.0.0', ''] as const
export type ErrorModel = (typeof errorModels)[number]

/** The codes of the model that web, Android and iOS share since 6.0.0, by the native code. */
const sharedCodes: Readonly<Record<number, number>> = {
  20001: 3002,
  20021: 4003,
  20023: 1010,
  30000: 4002,
  30003: 1005,
  30004: 3004,
  30007: 3007,
  30008: 4001,
  30010: 1012,
}
/** The shared model has no code of its own for the other native ones. */
const anyOtherError = 1000

/** An error as the app reports it. */
export interface ReportedError {
  errorCode: number
  errorModel?: string
}

export function reportedError(nativeCode: number, model: ErrorModel): ReportedError {
  if (model === '') return { errorCode: nativeCode }
  const errorCode = model === 'NATIVE' ? nativeCode : (sharedCodes[nativeCode] ?? anyOtherError)
  return { errorCode, errorModel: model }
}
