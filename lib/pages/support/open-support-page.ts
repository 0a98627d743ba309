import 'server-only'
import type { Agent } from '../../auth/authorization/actor'
import { requireSession } from '../../auth/sessions/current-session'
import type { Session } from '../../auth/sessions/session'
import { now } from '../../platform/clock'
import { readDeadline, type Deadline } from '../../platform/deadline'
import { succeed, type Result } from '../../platform/result'
import { findAgent } from '../../support/lookup/agent'
import { personIdOf } from '../../support/lookup/known-people'
import { paths } from '../../web/paths'
import { redirect303 } from '../../web/redirect'
import { pageFailure, type PageFailure } from '../page-failure'

/** What every page of the support desk starts from. */
export type SupportPage = {
  readonly agent: Agent
  readonly session: Session
  readonly at: Date
  /** One for the whole page. */
  readonly deadline: Deadline
}

/** Begins a page for an agent. A person who isn't signed in is sent to the start, from where they come back to `path`. */
export async function openSupportPage(path: string): Promise<Result<SupportPage, PageFailure>> {
  const deadline = readDeadline()
  const { session } = await requireSession(path)
  const at = now()
  // Roles may have been withdrawn since a session was cached.
  if (session.recalled) return pageFailure({ code: 'records-down' }, path)
  const agent = await findAgent({ session, at, deadline })
  return agent.ok
    ? succeed({ agent: agent.value, session, at, deadline })
    : pageFailure(agent.error, path)
}

/** The Recognize user ID in an address, upper-case hex: each person has one address. */
export function requireUserId(text: string, pathOf: (userId: string) => string): string {
  const userId = personIdOf(text)
  if (userId === null) redirect303(paths.notFound)
  if (userId !== text) redirect303(pathOf(userId))
  return userId
}
