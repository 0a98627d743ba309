import { isDatabaseReachable } from '@/lib/database/connection'

/** Ready for requests: the database answers. The Recognize service is left out, or its outage would take the portal's words away too. */
export async function GET(): Promise<Response> {
  const ready = await isDatabaseReachable()
  return Response.json(
    { status: ready ? 'ready' : 'not-ready' },
    { status: ready ? 200 : 503, headers: { 'Cache-Control': 'no-store' } },
  )
}
