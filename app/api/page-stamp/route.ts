import { presentStamp } from '@/lib/auth/sessions/current-session'
import { isFromElsewhere } from '@/lib/web/request-site'

const NO_STORE = { 'Cache-Control': 'no-store' }

/** The stamp that a page made now has. An open page learns from it that somebody else is signed in. */
export async function GET(request: Request): Promise<Response> {
  if (isFromElsewhere(request)) return new Response(null, { status: 403, headers: NO_STORE })
  return new Response(await presentStamp(), { headers: NO_STORE })
}
