import 'server-only'
import { isIP } from 'node:net'
import { env } from '../platform/env'
import type { Limit } from './rate-limits'

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
  return countedAs(bracketed ?? plain ?? hop)
}

/**
 * What an address is counted as: an IPv6 one as its network of 64 bits, which a single line is given whole (RFC 6177); one
 * that only wraps an IPv4 address as that. Null when it is none.
 */
function countedAs(address: string): string | null {
  if (isIP(address) !== 6) return isIP(address) === 4 ? address : null
  const [unzoned = ''] = address.split('%')
  const [head = '', tail] = new URL(`http://[${unzoned}]`).hostname.slice(1, -1).split('::')
  const front = head.split(':').filter(Boolean)
  const back = tail?.split(':').filter(Boolean) ?? []
  const groups = [...front, ...Array<string>(8 - front.length - back.length).fill('0'), ...back]
  const wrapped = groups.slice(6).flatMap((group) => {
    const bits = Number.parseInt(group, 16)
    return [bits >> 8, bits & 255]
  })
  return groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff'
    ? wrapped.join('.')
    : `${groups.slice(0, 4).join(':')}::/64`
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
