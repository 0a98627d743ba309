import { foreignText } from '../../platform/visible-text'
import type { SdkErrorReason } from './sdk-error-reasons'

// The SDK has two error models, and one number can mean two things. Source: PingOne Recognize SDK, error handling and
// lock-out policy; the shared model is the one of its public modules for web, Android and iOS.

/** An error as the app reported it. */
export type SdkError = {
  /** The code as digits, or the name of the error. */
  readonly code: string
  /** The model that the app named; null when it named none. */
  readonly model: string | null
}

/** The models that the portal knows, by the names that apps give. */
export const ERROR_MODELS = { native: 'NATIVE', shared: '6.0.0' } as const

/** The native codes of the SDKs for phones. A new code is one line here. */
const NATIVE: Readonly<Record<number, SdkErrorReason>> = {
  507: 'app-problem',
  512: 'face-not-matched',
  514: 'out-of-step',
  523: 'locked-out',
  534: 'not-known',
  535: 'not-known',
  537: 'out-of-step',
  539: 'no-place',
  1003: 'app-problem',
  1004: 'app-problem',
  1124: 'set-up-before',
  1131: 'not-known',
  1134: 'app-problem',
  1142: 'clock',
  1167: 'app-problem',
  20000: 'not-known',
  20001: 'set-up-before',
  20010: 'app-misconfigured',
  20013: 'no-seats',
  20021: 'phone-not-able',
  20022: 'phone-not-able',
  20023: 'state-not-usable',
  30000: 'not-live',
  30001: 'timed-out',
  30002: 'not-recognised',
  30003: 'cancelled',
  30004: 'face-not-matched',
  30005: 'offline',
  30006: 'phone-not-trusted',
  30007: 'locked-out',
  30008: 'not-recognised',
  30009: 'no-camera',
  30010: 'app-outdated',
  40000: 'phone-not-trusted',
  40001: 'app-misconfigured',
  40002: 'phone-not-trusted',
}

/** The model that web, Android and iOS share since “6.0.0”: name, code, reason. */
const SHARED: readonly (readonly [name: string, code: number, SdkErrorReason])[] = [
  ['SDK_ERROR', 1000, 'app-problem'],
  ['SDK_NOT_CONFIGURED', 1001, 'app-misconfigured'],
  ['SDK_INVALID_CONFIGURATION', 1002, 'app-misconfigured'],
  ['SDK_LOGGING_CONFIGURATION_FAILED', 1003, 'app-misconfigured'],
  ['SDK_STORAGE_FAILED', 1004, 'storage'],
  ['SDK_USER_CANCELLED', 1005, 'cancelled'],
  ['SDK_TIMEOUT', 1006, 'timed-out'],
  ['SDK_NO_NETWORK_CONNECTION', 1007, 'offline'],
  ['SDK_INVALID_CLIENT_STATE', 1010, 'state-not-usable'],
  ['SDK_OUTDATED_APP', 1012, 'app-outdated'],
  ['SDK_INVALID_CUSTOMER_PROPERTIES', 1016, 'app-misconfigured'],
  ['CAMERA_ERROR', 2000, 'camera-fault'],
  ['CAMERA_NOT_FOUND', 2001, 'camera-fault'],
  ['CAMERA_PERMISSION_DENIED', 2002, 'no-camera'],
  ['CAMERA_NOT_SUPPORTED', 2003, 'camera-fault'],
  ['CORE_NOT_ENOUGH_API_KEY_SEATS', 3001, 'no-seats'],
  ['CORE_USER_ALREADY_ENROLLED', 3002, 'set-up-before'],
  ['CORE_USER_NOT_ENROLLED', 3003, 'not-known'],
  ['CORE_FACE_NOT_MATCHING', 3004, 'face-not-matched'],
  ['CORE_NOT_ENOUGH_CIRCUITS', 3005, 'no-tries-left'],
  ['CORE_USER_LOCKED_OUT', 3007, 'locked-out'],
  ['CORE_CUSTOMER_NOT_FOUND', 3008, 'app-misconfigured'],
  ['BIOM_REJECTED', 4001, 'not-recognised'],
  ['BIOM_GENUINE_PRESENCE_NOT_ESTABLISHED', 4002, 'not-live'],
  ['BIOM_LIVENESS_ENVIRONMENT_AWARE_NOT_SUPPORTED', 4003, 'phone-not-able'],
  ['BIOM_DEVICE_ENVIRONMENT_AWARE_NOT_SUPPORTED', 4004, 'phone-not-able'],
  ['SERVER_ERROR', 5000, 'service-problem'],
  ['SERVER_ENCRYPTION_FAILED', 5001, 'service-problem'],
  ['SERVER_RECOGNITION_FAILED', 5002, 'service-problem'],
  ['SERVER_AUTHORIZATION_FAILED', 5003, 'app-misconfigured'],
  ['SERVER_TIMEOUT', 5004, 'service-problem'],
  ['SECURITY_ERROR', 6000, 'phone-not-trusted'],
  ['SECURITY_DEVICE_NOT_GENUINE', 6001, 'phone-not-trusted'],
]

const nativeReasons = new Map(Object.entries(NATIVE))
const sharedReasons = new Map(
  SHARED.flatMap(([name, code, reason]) => [
    [name, reason],
    [String(code), reason],
  ]),
)

/**
 * Why the app could not go on. An unknown model or code, and a code that means two things while no model is named, have the
 * words of a plain problem of the app: nothing is guessed.
 */
export function sdkErrorReason({ code, model }: SdkError): SdkErrorReason {
  return reasonIn(code, model) ?? 'app-problem'
}

function reasonIn(code: string, model: string | null): SdkErrorReason | undefined {
  const [native, shared] = [nativeReasons.get(code), sharedReasons.get(code)]
  switch (model?.toUpperCase()) {
    case ERROR_MODELS.native:
      return native
    case ERROR_MODELS.shared:
      return shared
    case undefined:
      return native && shared && native !== shared ? undefined : (native ?? shared)
    default:
      return undefined
  }
}

/** The SDK's numbers, and its names, of which newer ones begin like those above. An app may send any other text. */
const CODE = /^(?:\d{1,5}|(?:SDK|CAMERA|CORE|BIOM|SERVER|SECURITY)(?:_[A-Z]{2,16}){1,7})$/
/** Stands in a label for a text that is no code, and no version of a model. */
const OTHER_CODE = 'OTHER'

/** The error as people tell it to each other: its code, and its model where that is not the native one. */
export function sdkErrorLabel({ code, model }: SdkError): string {
  const shown = CODE.test(code) ? code : OTHER_CODE
  if (model === null || model.toUpperCase() === ERROR_MODELS.native) return shown
  const version = foreignText('version', model)
  return `${version === model ? model : OTHER_CODE}/${shown}`
}
