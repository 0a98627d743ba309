import 'server-only'
import { isIP } from 'node:net'
import { env } from '../platform/env'
import type { Limit } from './limits'

/** What is counted of callers whom nobody knows: calls that were refused, and tokens that the provider had to be asked about. */
export type Counted = 'calls' | 'tokens'

/** An address with the port that some proxies write behind it. */
const WITH_PORT = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::\d{1,5})?$/

/**
 * The address in an `X-Forwarded-For`: what the outermost of the trusted proxies has written, each of which appends whom it was called by. What stands before it is what the caller says. Null when that is no address, there
 * are fewer hops than proxies, or none is to be believed. Without a proxy Next writes the connection's own address there,
 * unless the caller has sent the header.
 */
export function addressIn(header: string | null, trusted: number): string | null {
  const hops = header?.split(',') ?? []
  const hop = trusted === 0 ? '' : (hops.at(-trusted)?.trim() ?? '')
  const [, bracketed, plain] = WITH_PORT.exec(hop) ?? []
  const address = bracketed ?? plain ?? hop
  return isIP(address) === 0 ? null : address
}

/** The address that a request comes from, as far as the trusted proxies say; null when nobody knows it. */
export function addressOf(headers: Pick<Headers, 'get'>): string | null {
  return addressIn(headers.get('x-forwarded-for'), env().TRUSTED_PROXIES)
}

/** The limit, and under what, that counts a request of somebody unknown: its address, or all without one together. */
export function unknownCaller(request: Request, counted: Counted): readonly [Limit, string] {
  const address = addressOf(request.headers)
  return address === null
    ? ['callers-without-address', counted]
    : ['unknown-callers', `${counted}/${address}`]
}
