import 'server-only'
import { emptyAnswer } from './answers'

/** Whether the browser says that another site led to this request. A client that is no browser says nothing. */
export function isFromElsewhere({ headers }: Pick<Request, 'headers'>): boolean {
  const site = headers.get('sec-fetch-site')
  return site !== null && site !== 'same-origin' && site !== 'none'
}

/** Refuses HEAD, for which the framework would otherwise do all that GET does. */
export function refuseMethod(): Response {
  return emptyAnswer(405, { Allow: 'GET' })
}
