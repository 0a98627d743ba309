import 'server-only'
import type { Agent, SupportSubject } from '../../auth/authorization/actor'
import {
  authorize,
  type Authorization,
  type PersonAction,
} from '../../auth/authorization/authorize'
import { can } from '../../auth/authorization/policy'
import { fail, type Result } from '../../platform/result'
import type { KnownPerson } from '../support-state'
import { accountsOf, knownPerson, personIdOf } from './known-people'

/** The person that an agent acts for, and what agents see of the account that was seen last. */
export type PersonSubject = SupportSubject & { readonly person: KnownPerson | null }

/** An agent who acts for a person at a moment: `userId` is the text of one of the person’s Recognize user IDs. */
export type AgentCall = { readonly agent: Agent; readonly userId: string; readonly at: Date }

export type PersonRefusal = { readonly code: 'not-allowed' | 'not-found' }

/** The proof that an agent may do `action` for a person. Of several accounts the one seen last is the owner. */
export async function authorizeForPerson<const Allowed extends PersonAction>({
  agent,
  action,
  userId: text,
}: Omit<AgentCall, 'at'> & { readonly action: Allowed }): Promise<
  Result<Authorization<Allowed, PersonSubject, Agent>, PersonRefusal>
> {
  const userId = personIdOf(text)
  // A person without the role must not learn whether an ID is valid.
  if (userId === null) return fail({ code: can(agent, action, null) ? 'not-found' : 'not-allowed' })
  const accounts = await accountsOf(userId)
  const [owner = null] = accounts
  const userIds = [userId, ...(owner?.userIds ?? []).filter((id) => id !== userId)] as const
  return authorize(agent, action, {
    userIds: [...userIds],
    owner: owner && { issuer: owner.issuer, subject: owner.subject },
    accounts,
    person: owner && knownPerson(owner),
  })
}
