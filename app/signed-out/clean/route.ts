import { paths } from '@/lib/web/paths'
import { isFromElsewhere } from '@/lib/web/request-site'

/**
 * The way from signing out to the page that says so: the browser forgets what it kept of this portal. No page, because the
 * framework's client would otherwise go there without leaving the document, and keep what it has in memory.
 */
export function GET(request: Request): Response {
  const headers = {
    'Cache-Control': 'no-store',
    // Not "cookies": the appearance stays, and the way on to the provider's sign-out.
    ...(isFromElsewhere(request) ? {} : { 'Clear-Site-Data': '"cache", "storage"' }),
  }
  // The framework asks first whether this is a page of its own. It isn't, and it must not be led to one.
  if (request.headers.has('rsc')) return new Response(null, { status: 204, headers })
  return new Response(null, { status: 303, headers: { ...headers, Location: paths.signedOut } })
}
