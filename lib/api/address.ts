import 'server-only'
import type { Limit } from '../limits/limits'
import { addressOf } from '../limits/address'

/** What is counted of callers whom nobody knows: calls that were refused, and tokens that the provider had to be asked about. */
export type Counted = 'calls' | 'tokens'

/** The limit, and under what, that counts a request of somebody unknown: its address, or all without one together. */
export function unknownCaller(request: Request, counted: Counted): readonly [Limit, string] {
  const address = addressOf(request.headers)
  return address === null
    ? ['callers-without-address', counted]
    : ['unknown-callers', `${counted}/${address}`]
}
