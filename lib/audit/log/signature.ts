import 'server-only'
import { keyedHasher } from '../../platform/crypto'
import { env } from '../../platform/env'

// One key for the trail, derived from TRAIL_SECRET, or from AUTH_SECRET where that is not set. Whatever is signed says
// first what it is, so that no signature can be passed off as one of another kind.

type Kind = 'entry' | 'checkpoint' | 'cut' | 'actor'

let hasher: ((text: string) => string) | undefined

/** The signature (hex) over some fields. */
export function sign(kind: Kind, fields: readonly (string | null)[]): string {
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
