import 'server-only'

/** Whether the browser says that something elsewhere led to this request; what isn't a browser says nothing. */
export function isFromElsewhere({ headers }: Pick<Request, 'headers'>): boolean {
  const site = headers.get('sec-fetch-site')
  return site !== null && site !== 'same-origin' && site !== 'none'
}

/** Handles HEAD where the framework would do all that GET does, for nobody to read. */
export function refuseMethod(): Response {
  return new Response(null, { status: 405, headers: { Allow: 'GET', 'Cache-Control': 'no-store' } })
}
