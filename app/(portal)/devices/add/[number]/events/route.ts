import { openWatch } from '@/lib/activations/stream/watch-activation'
import { authorize } from '@/lib/auth/authorization/authorize'
import { sessionIdOfCookie } from '@/lib/auth/sessions/session-cookie'
import { actorOfSession } from '@/lib/auth/sessions/session'
import { peekSession } from '@/lib/auth/sessions/session-store'
import { now } from '@/lib/platform/clock'
import { emptyAnswer } from '@/lib/web/answers'
import { refuseMethod } from '@/lib/web/request-site'

/** No proxy may keep, change or hold back what comes bit by bit. */
const STREAM = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
}

/** For `over` none: an answer without content keeps the browser from asking again. */
const STATUS = { 'not-found': 404, over: 204, 'too-many': 429, 'records-down': 503 } as const

/** An answer without a body is never read to its end, so a watch for it would keep its place for minutes. */
export const HEAD = refuseMethod

/** What becomes of an activation of the signed-in person's own, as server-sent events. */
export async function GET(
  request: Request,
  { params }: RouteContext<'/devices/add/[number]/events'>,
): Promise<Response> {
  const [{ number }, id] = [await params, await sessionIdOfCookie()]
  // The browser opens a watch again by itself as well: neither is a sign of the person.
  const session = id === null ? null : await peekSession(id, now())
  if (id === null || session === null) return emptyAnswer(404)
  const actor = actorOfSession(session)
  const authorized = authorize(actor, 'activations:start:own', actor)
  if (!authorized.ok) return emptyAnswer(404)
  const watch = await openWatch({
    authorized: authorized.value,
    number,
    isAllowed: async () => (await peekSession(id, now())) !== null,
    lastSeen: versionIn(request.headers.get('last-event-id')),
    signal: request.signal,
  })
  return watch.ok
    ? new Response(watch.value, { headers: STREAM })
    : emptyAnswer(STATUS[watch.error.code])
}

/** The id of the event that a browser which connects again has seen last. */
function versionIn(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null
}
