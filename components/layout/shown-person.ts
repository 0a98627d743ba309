import 'server-only'
import type { Role } from '@/lib/auth/authorization/actor'
import { isOthersPage } from '@/lib/auth/sessions/current-session'
import {
  actorOfSession,
  pageStampOf,
  withheldRoles,
  type Session,
} from '@/lib/auth/sessions/session'

/** Who is signed in, as the frame of a page shows them. */
export type ShownPerson = {
  readonly name: string
  readonly roles: readonly Role[]
  /** Roles that the session lacks only because of the way the person signed in. Their pages say what is missing. */
  readonly withheld: readonly Role[]
  readonly stamp: string
}

/**
 * The person of a session, as the frame shows them; null without one. A script of another person's page gets null as well:
 * it learns nothing of the present person, not even the name.
 */
export async function shownPersonOf(session: Session | null): Promise<ShownPerson | null> {
  if (session === null || (await isOthersPage(session, null))) return null
  return {
    name: session.displayName,
    roles: actorOfSession(session).roles,
    withheld: withheldRoles(session),
    stamp: pageStampOf(session),
  }
}
