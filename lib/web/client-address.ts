import 'server-only'
import { isIP } from 'node:net'
import { env } from '../platform/env'

/** What is counted of unknown callers: refused calls, and tokens that the provider was asked about. */
export type Counted = 'calls' | 'tokens'

/** An address with the port that some proxies write behind it. */
const WITH_PORT = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::\d{1,5})?$/

/** The caller’s address as the outermost trusted proxy says; null when that is none. Earlier entries may be lies. */
export function addressIn(header: string | null, trusted: number): string | null {
  const hops = header?.split(',') ?? []
  const hop = trusted === 0 ? '' : (hops.at(-trusted)?.trim() ?? '')
  const [, bracketed, plain] = WITH_PORT.exec(hop) ?? []
  return countedAs(bracketed ?? plain ?? hop)
}

/** The form of an address for the limits: IPv6 as its network of 64 bits (RFC 6177), or the IPv4 that it wraps. */
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

/** The network around an address in the form of {@link addressIn}: 24 bits of IPv4, 48 of IPv6, as one holder has them at least. */
export function networkOf(address: string): string {
  const [a = '', b = '', c = ''] = address.split(/[.:]/)
  return address.includes(':') ? `${a}:${b}:${c}::/48` : `${a}.${b}.${c}.0/24`
}

/** The address that a request comes from, as far as the trusted proxies say; null when it isn't known. */
export function addressOf(headers: Pick<Headers, 'get'>): string | null {
  return addressIn(headers.get('x-forwarded-for'), env().TRUSTED_PROXIES)
}

/** The limit that counts a request of an unknown caller, and its key: the address, or one key for all without an address. */
export function unknownCaller(
  request: Request,
  counted: Counted,
): readonly ['callers-without-address' | 'unknown-callers', string] {
  const address = addressOf(request.headers)
  return address === null
    ? ['callers-without-address', counted]
    : ['unknown-callers', `${counted}/${address}`]
}
