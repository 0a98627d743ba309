// @ts-check
import { BlockList, isIP } from 'node:net'

/** @typedef {(headers: import('node:http').IncomingHttpHeaders, peer: string | undefined) => void} CertificateGuard */

/**
 * Takes the header with a client's certificate out of every request that doesn't come from the proxy which checked it.
 * The portal checks the settings when it starts; an entry that is no network lets nobody pass.
 * @param {string | undefined} header
 * @param {string | undefined} proxies
 * @returns {CertificateGuard}
 */
export function certificateGuard(header = '', proxies = '') {
  const name = header.trim().toLowerCase()
  const trusted = new BlockList()
  for (const entry of proxies.split(/\s+/).filter(Boolean)) {
    const [address = '', bits] = entry.split('/')
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6'
    try {
      if (bits === undefined) trusted.addAddress(address, family)
      else trusted.addSubnet(address, Number(bits), family)
    } catch {
      continue
    }
  }
  return (headers, peer = '') => {
    if (name === '' || headers[name] === undefined) return
    const family = isIP(peer) === 4 ? 'ipv4' : 'ipv6'
    if (isIP(peer) === 0 || !trusted.check(peer, family)) Reflect.deleteProperty(headers, name)
  }
}
