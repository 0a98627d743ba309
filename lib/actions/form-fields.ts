import 'server-only'
import { z } from 'zod'
import { isDeviceId } from '../devices/model/identifiers'
import { isReferenceCode } from '../platform/reference-code'

// One schema for each form: it gives the values and, as the message of an issue, the code of what is wrong with a field.

/**
 * What can be wrong with a field that a person fills in. `reason`, `why` none was chosen · `ticket` not 1 to 40 visible
 * characters · `not-verified` the agent doesn't say that they verified the caller · `call-number` not six digits · `none` nothing was ticked · `not-found`
 * an id that no device can have, which is answered like one that isn't there
 */
export type FieldCode =
  'reason' | 'why' | 'ticket' | 'not-verified' | 'call-number' | 'none' | 'not-found'

export const referenceCode = z.string().refine(isReferenceCode)
export const deviceId = z
  .string('not-found' satisfies FieldCode)
  .refine(isDeviceId, 'not-found' satisfies FieldCode)

/** The fields of a posted form as a plain object; a field that was sent twice or holds a file counts as missing. */
export function fieldsOf(form: unknown): Readonly<Record<string, string>> {
  if (!(form instanceof FormData)) return {}
  // One pass over the fields: a form of ten thousand fields must not make others wait.
  const seen = new Map<string, string | null>()
  for (const [name, value] of form)
    seen.set(name, typeof value === 'string' && !seen.has(name) ? value : null)
  return Object.fromEntries(
    [...seen].flatMap(([name, text]) => (text === null ? [] : [[name, text]])),
  )
}
