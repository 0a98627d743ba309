import { isDatabaseReachable } from '@/lib/database/connection'

/**
 * Ready for requests: the database answers. The check leaves out the Recognize service. Otherwise its outage would also
 * take the portal's error pages offline.
 */
export async function GET(): Promise<Response> {
  const ready = await isDatabaseReachable()
  return Response.json(
    { status: ready ? 'ready' : 'not-ready' },
    { status: ready ? 200 : 503, headers: { 'Cache-Control': 'no-store' } },
  )
}
