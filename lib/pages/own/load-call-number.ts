import 'server-only'
import { presentCallNumber } from '../../auth/authorization/call-number'
import { paths } from '../../web/paths'
import { openOwnPage } from './open-own-page'

/** The number by which support knows on a call that it is this person. It needs no database: it is made, not kept. */
export async function loadCallNumber() {
  const { session, at } = await openOwnPage(paths.callNumber, 'records')
  const { number, until } = presentCallNumber(session, at)
  return { number, until: until.toISOString(), now: at.toISOString() }
}
