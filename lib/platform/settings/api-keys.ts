import 'server-only'
import { fail, succeed, type Result } from '../result'

/** The keys of the service, newest first: while keys change, both are good. */
export type ApiKeys = readonly [string, ...string[]]

const MOST = 2

/** Reads one key, or two of which the newest comes first, separated by a comma or on lines of their own. The error never holds one. */
export function parseApiKeys(text: string): Result<ApiKeys, string> {
  const entries = text.split(/[,\r\n]/).map((entry) => entry.trim())
  const [first, ...others] = new Set(entries.filter(Boolean))
  if (first === undefined) return fail('is empty')
  if (others.length >= MOST) return fail(`has more than ${MOST} keys`)
  // A header is made of it.
  return [first, ...others].every((key) => /^[\x21-\x7e]+$/.test(key))
    ? succeed([first, ...others])
    : fail('has characters that no key has')
}
