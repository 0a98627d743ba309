import { presentStamp } from '@/lib/auth/sessions/current-session'
import { emptyAnswer } from '@/lib/web/answers'
import { isFromElsewhere } from '@/lib/web/request-site'

/** The stamp that a page made now has. An open page learns from it that somebody else is signed in. */
export async function GET(request: Request): Promise<Response> {
  if (isFromElsewhere(request)) return emptyAnswer(403)
  return new Response(await presentStamp(), {
    headers: { 'Cache-Control': 'no-store' },
  })
}
