import 'server-only'

/** Whether the browser says that another site led to this request. A client that is no browser says nothing. */
export function isFromElsewhere({ headers }: Pick<Request, 'headers'>): boolean {
  const site = headers.get('sec-fetch-site')
  return site !== null && site !== 'same-origin' && site !== 'none'
}

/** Refuses HEAD, for which the framework would otherwise do all that GET does. */
export function refuseMethod(): Response {
  return new Response(null, { status: 405, headers: { Allow: 'GET', 'Cache-Control': 'no-store' } })
}
