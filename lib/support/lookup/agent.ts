import 'server-only'
import type { Agent } from '../../auth/authorization/actor'
import { can } from '../../auth/authorization/policy'
import { refuseAccess } from '../../auth/authorization/refuse-access'
import { sessionHasRole } from '../../auth/sessions/assert-session-active'
import { actorOfSession, type Session } from '../../auth/sessions/session'
import { humanBehind } from '../../auth/identity/identity-facts'
import { everyUserId } from '../../auth/sessions/own-subject'
import { inTransaction, type Transaction } from '../../database/transaction'
import type { CallTime } from '../../platform/deadline'
import { fail, succeed, type Result } from '../../platform/result'
import type { RecognizeError } from '../../recognize/errors'

/** The agent behind a session. An agent can’t act while the service can’t identify them in Recognize. */
export async function findAgent({
  session,
  at,
  deadline,
}: CallTime & { readonly session: Session }): Promise<
  Result<Agent, RecognizeError | { readonly code: 'not-allowed' }>
> {
  const actor = actorOfSession(session)
  if (!can(actor, 'people:find:any', null)) return refuseAccess(actor, 'people:find:any', at)
  const own = await everyUserId(session, at, deadline)
  return own.ok ? succeed({ ...actor, ownUserIds: own.value }) : own
}

/** The agent with everything that was ever seen to be theirs: a sign-in that says less makes nobody another human. */
export async function withEverythingSeen(agent: Agent): Promise<Agent> {
  const { accounts, userIds } = await humanBehind(agent, agent.ownUserIds)
  return { ...agent, ownAccounts: accounts, ownUserIds: userIds }
}

/** Does `work` in one transaction in which the agent still has the role. */
export async function asAgent<Value, Failure>(
  { sessionHash }: Agent,
  at: Date,
  work: (tx: Transaction) => Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure | { readonly code: 'not-allowed' }>> {
  return inTransaction(async (tx) => {
    const isAgent = await sessionHasRole(sessionHash, 'support', at, tx)
    return isAgent ? work(tx) : fail({ code: 'not-allowed' })
  })
}

/** The agent as the audit log names them. */
export function recordedAgent({ issuer, subject }: Pick<Agent, 'issuer' | 'subject'>) {
  return { issuer, subject, role: 'support' } as const
}
