import { now } from '@/lib/platform/clock'
import { securityText } from '@/lib/web/security-text'

/** Where somebody who found a hole writes to (RFC 9116); nothing where the operator names nobody. */
export function GET(): Response {
  const text = securityText(now())
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' }
  return new Response(text, { status: text === null ? 404 : 200, headers })
}
