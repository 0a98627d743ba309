import 'server-only'
import { listOwnSessions } from '../../auth/sessions/own-sessions'
import { paths } from '../../web/paths'
import { openOwnPage } from './open-own-page'

/** The person's own sessions; null while the database is away. */
export async function loadSessions() {
  const { actor, session, at } = await openOwnPage(paths.signIns)
  return { sessions: session.recalled ? null : await listOwnSessions(actor, at), at }
}
