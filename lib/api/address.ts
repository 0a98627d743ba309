import 'server-only'
import { callerAddress } from '../limits/address'
import type { Limit } from '../limits/limits'

/** What is counted of callers whom nobody knows: calls that were refused, and tokens that the provider had to be asked about. */
export type Counted = 'calls' | 'tokens'

/** The limit, and under what, that counts a request of somebody unknown: its address, or all without one together. */
export function unknownCaller(request: Request, counted: Counted): readonly [Limit, string] {
  const address = callerAddress(request.headers)
  return address === null
    ? ['callers-without-address', counted]
    : ['unknown-callers', `${counted}/${address}`]
}
