import 'server-only'
import type { RecognizeErrorCode } from '../recognize/errors'
import type { Problem, ApiProblemCode } from './problem'

const SERVICE_PROBLEMS: Readonly<Record<RecognizeErrorCode, ApiProblemCode>> = {
  unreachable: 'service-down',
  timeout: 'service-down',
  'key-refused': 'service-down',
  'not-found': 'identity-unknown',
  rejected: 'service-down',
  busy: 'service-busy',
  unavailable: 'service-down',
  'unexpected-answer': 'service-down',
}

/** The problem for an error of the service: whether to try again, and the reference to the log. */
export function serviceProblem(error: {
  readonly code: RecognizeErrorCode
  readonly requestId: string
}): Problem {
  return { code: SERVICE_PROBLEMS[error.code], requestId: error.requestId }
}
