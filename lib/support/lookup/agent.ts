import 'server-only'
import type { Actor } from '../../auth/authorization/actor'
import { can } from '../../auth/authorization/policy'
import { refuseAccess } from '../../auth/authorization/refuse-access'
import { actorOfSession, type Session } from '../../auth/sessions/session'
import { everyUserId } from '../../auth/authorization/subject'
import type { Deadline } from '../../platform/deadline'
import { succeed, type Result } from '../../platform/result'
import type { RecognizeError } from '../../recognize/errors'

/** Somebody of the support desk, with the Recognize user IDs that are their own: for those they can do nothing here. */
export type Agent = Actor & { readonly ownUserIds: readonly string[] }

/**
 * The agent behind a sign-in; `not-allowed` for everybody else, and then the service isn't asked anything. Who an agent is
 * in Recognize must be known before they act: while that can't be found out they can't.
 */
export async function findAgent(
  signIn: Session,
  at: Date,
  deadline: Deadline,
): Promise<Result<Agent, RecognizeError | { readonly code: 'not-allowed' }>> {
  const actor = actorOfSession(signIn)
  if (!can(actor, 'people:find:any', null)) return refuseAccess(actor, 'people:find:any', at)
  const own = await everyUserId(signIn, at, deadline)
  return own.ok ? succeed({ ...actor, ownUserIds: own.value }) : own
}

/** The agent as the trail has them. */
export function recordedAgent({ issuer, subject }: Pick<Agent, 'issuer' | 'subject'>) {
  return { issuer, subject, role: 'support' } as const
}
