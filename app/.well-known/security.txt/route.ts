import { now } from '@/lib/platform/clock'
import { securityText } from '@/lib/web/security-text'

/** The contact for reports of security holes (RFC 9116). Not found when the operator sets no contact. */
export function GET(): Response {
  const text = securityText(now())
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' }
  return new Response(text, { status: text === null ? 404 : 200, headers })
}
