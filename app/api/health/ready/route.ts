import { isDatabaseReachable } from '@/lib/database/connection'

/** The database answers. Without the Recognize service the portal is ready too: it still has its error pages. */
export async function GET(): Promise<Response> {
  const ready = await isDatabaseReachable()
  return Response.json(
    { status: ready ? 'ready' : 'not-ready' },
    { status: ready ? 200 : 503, headers: { 'Cache-Control': 'no-store' } },
  )
}
