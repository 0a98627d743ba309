import type { RecognizeErrorCode } from '../../recognize/errors'

const OUTAGES: ReadonlySet<string> = new Set<Exclude<RecognizeErrorCode, 'not-found'>>([
  'unreachable',
  'timeout',
  'busy',
  'unavailable',
  'unexpected-answer',
  'key-refused',
  'rejected',
])

/**
 * Whether the service could not be read. Such a failure says nothing about the devices, so the last list may still
 * hold.
 */
export function isOutage({ code }: { readonly code: string }): boolean {
  return OUTAGES.has(code)
}
