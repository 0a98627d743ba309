import 'server-only'
import { fail, succeed, type Result } from '../result'

/** The keys of the service, newest first. Both are valid during a rotation. */
export type ApiKeys = readonly [string, ...string[]]

const MOST = 2

/** Parses one key, or two with the newest first, separated by a comma or a line break. */
export function parseApiKeys(text: string): Result<ApiKeys, string> {
  const entries = text.split(/[,\r\n]/).map((entry) => entry.trim())
  const [first, ...others] = new Set(entries.filter(Boolean))
  if (first === undefined) return fail('is empty')
  if (others.length >= MOST) return fail(`has more than ${MOST} keys`)
  // The portal sends the key in a header.
  return [first, ...others].every((key) => /^[\x21-\x7e]+$/.test(key))
    ? succeed([first, ...others])
    : fail('has characters that no key has')
}
