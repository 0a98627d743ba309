import 'server-only'
import type { approvals } from '../../database/schema'
import type { Account, Agent } from '../../auth/authorization/actor'
import { isSameAccount, isSamePerson } from '../../auth/authorization/policy'
import { withEverythingSeen } from '../lookup/agent'

type Request = Pick<typeof approvals.$inferSelect, 'requesterIssuer' | 'requesterSubject'>

/** The account that made a request. */
export function requesterOf({ requesterIssuer, requesterSubject }: Request): Account {
  return { issuer: requesterIssuer, subject: requesterSubject }
}

/** Whether the agent made the request, in this account or in another one of theirs: a removal needs two people. */
export async function isOwnRequest(agent: Agent, request: Request): Promise<boolean> {
  const requester = requesterOf(request)
  if (isSameAccount(agent, requester)) return true
  return isSamePerson(await withEverythingSeen(agent), requester)
}
