/**
 * Everything that can go wrong between the portal and the Recognize Server API. The transport alone decides the code.
 * `/v2` documents no error body, so the status alone decides (docs/upstream-assumptions.md).
 *
 * - `unreachable` no connection, or it broke before a whole answer arrived
 * - `timeout` no whole answer within the deadline, or the browser that waited for it has left
 * - `key-refused` 401 or 403: the API key is wrong, of the wrong kind or of another region
 * - `not-found` 404: the user or the device is not known
 * - `rejected` 400, 406, 409, 415 …: the service does not accept this request, and would not accept it unchanged either
 * - `busy` 429, or too many calls under way here
 * - `unavailable` 5xx, or not called because the circuit breaker is open
 * - `unexpected-answer` a redirect, a body that is too large, no JSON, or not of the documented shape
 */
export type RecognizeErrorCode =
  | 'unreachable'
  | 'timeout'
  | 'key-refused'
  | 'not-found'
  | 'rejected'
  | 'busy'
  | 'unavailable'
  | 'unexpected-answer'

export type RecognizeError = {
  readonly code: RecognizeErrorCode
  /** The id of the request, also sent upstream and logged: a person can quote it to support. */
  readonly requestId: string
  /** Whether anything reached the service; false when the portal itself let the call be. */
  readonly sent: boolean
}

/** Whether the call may have had its effect although no answer said so. */
export function isUnclear(error: RecognizeError): boolean {
  return ['unreachable', 'timeout', 'unavailable', 'unexpected-answer'].includes(error.code)
}

/** The code for an HTTP status that isn't a success. Source: status meanings of the Server API documentation. */
export function codeOfStatus(status: number): RecognizeErrorCode {
  if (status === 401 || status === 403) return 'key-refused'
  if (status === 404) return 'not-found'
  if (status === 429) return 'busy'
  if (status >= 500) return 'unavailable'
  if (status >= 400) return 'rejected'
  return 'unexpected-answer'
}
