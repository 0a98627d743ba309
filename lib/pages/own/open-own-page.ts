import 'server-only'
import type { Actor } from '../../auth/authorization/actor'
import { requireSession } from '../../auth/sessions/current-session'
import type { Session } from '../../auth/sessions/session'
import { now } from '../../platform/clock'
import { briefDeadline, readDeadline, type Deadline } from '../../platform/deadline'

/** What every page about the signed-in person's own starts from. */
export type OwnPage = {
  readonly actor: Actor
  readonly session: Session
  readonly at: Date
  /** One for the whole page. */
  readonly deadline: Deadline
}

/**
 * Begins a page. A person who isn't signed in is sent to the start, from where they come back to `path`. `records`: the
 * page shows the portal's own records, which a slow service must not keep waiting.
 */
export async function openOwnPage(path: string, about?: 'records'): Promise<OwnPage> {
  const deadline = about === 'records' ? briefDeadline() : readDeadline()
  const { actor, session } = await requireSession(path)
  return { actor, session, at: now(), deadline }
}
