import 'server-only'
import { sha256 } from '../../../platform/crypto'
import { env } from '../../../platform/env'

const LONGEST = 16_000
/** A certificate is a sequence in DER. */
const SEQUENCE = 0x30

/**
 * The SHA-256 of the caller's certificate (`x5t#S256`), as the proxy passes it on: base64 between colons (RFC 9440), base64
 * alone, or PEM that is escaped for a URL. Null without one. The front door keeps the header from all but the proxy
 * (server/client-certificate.mjs).
 */
export function certificateThumbprint(headers: Pick<Headers, 'get'>): string | null {
  const name = env().API_CLIENT_CERTIFICATE_HEADER
  const value = name === undefined ? null : headers.get(name)
  if (value === null || value.length > LONGEST) return null
  const der = derOf(value)
  return der === null ? null : sha256(der).toString('base64url')
}

function derOf(value: string): Buffer | null {
  const base64 = unescaped(value)
    .replace(/^:(.*):$/s, '$1')
    .replace(/^\s*-----BEGIN CERTIFICATE-----(.*)-----END CERTIFICATE-----\s*$/s, '$1')
    .replaceAll(/\s/g, '')
  if (!/^[A-Za-z0-9+/]{100,}={0,2}$/.test(base64)) return null
  const der = Buffer.from(base64, 'base64')
  return der[0] === SEQUENCE ? der : null
}

function unescaped(value: string): string {
  if (!value.includes('%')) return value
  try {
    return decodeURIComponent(value)
  } catch {
    return ''
  }
}
