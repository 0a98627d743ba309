import 'server-only'
import { keyedHasher } from '../../platform/crypto'
import { env } from '../../platform/env'

// The audit log has one key. It is derived from TRAIL_SECRET, or from AUTH_SECRET if that is not set. Signed text begins
// with its kind, so that a signature can't be passed off as one of another kind.

type SignatureKind = 'entry' | 'checkpoint' | 'cut' | 'actor'

let hasher: ((text: string) => string) | undefined

/** The signature (hex) over some fields. */
export function sign(kind: SignatureKind, fields: readonly (string | null)[]): string {
  const { AUTH_SECRET, TRAIL_SECRET = AUTH_SECRET } = env()
  hasher ??= keyedHasher(TRAIL_SECRET, 'trail')
  return hasher(encodeFields([kind, ...fields]))
}

/** Fields as one text, each with its length in bytes before it: two lists that differ never give the same. */
export function encodeFields(fields: readonly (string | null)[]): string {
  return fields
    .map((field) => (field === null ? '-' : `${Buffer.byteLength(field)}:${field}`))
    .join('')
}
