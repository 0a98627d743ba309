import 'server-only'
import { env } from '../platform/env'

const GOOD_FOR_MS = 30 * 24 * 3600 * 1000

/** `/.well-known/security.txt` (RFC 9116), good for thirty days from `at`; null where no contact is configured. */
export function securityText(at: Date): string | null {
  const { SECURITY_CONTACT, AUTH_URL } = env()
  if (SECURITY_CONTACT === undefined) return null
  return [
    `Contact: ${SECURITY_CONTACT}`,
    `Expires: ${new Date(at.getTime() + GOOD_FOR_MS).toISOString()}`,
    'Preferred-Languages: en',
    `Canonical: ${new URL('/.well-known/security.txt', AUTH_URL).href}`,
    '',
  ].join('\r\n')
}
