import { paths } from '@/lib/web/paths'
import { isFromElsewhere } from '@/lib/web/request-site'

/** The browser clears what it kept of this portal. A page here would keep the framework’s client and its memory. */
export function GET(request: Request): Response {
  const headers = {
    'Cache-Control': 'no-store',
    // Not "cookies": the appearance stays, and the way on to the provider's sign-out.
    ...(isFromElsewhere(request) ? {} : { 'Clear-Site-Data': '"cache", "storage"' }),
  }
  // The framework's client first asks whether this is a page. It isn't, so the client must not get a redirect to a
  // page.
  if (request.headers.has('rsc')) return new Response(null, { status: 204, headers })
  return new Response(null, { status: 303, headers: { ...headers, Location: paths.signedOut } })
}
