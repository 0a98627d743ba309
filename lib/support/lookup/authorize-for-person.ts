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

export type PersonRefusal = { readonly code: 'not-allowed' | 'not-found' }

/**
 * The proof that an agent may do `action` for the person behind a Recognize user ID. When several accounts have the ID,
 * the one seen last is the owner. `not-found` the text is no Recognize user ID · `not-allowed` the agent may not, or
 * the person is the agent themselves.
 */
export async function authorizeForPerson<const Allowed extends PersonAction>({
  agent,
  action,
  userId: text,
}: {
  readonly agent: Agent
  readonly action: Allowed
  readonly userId: string
}): Promise<Result<Authorization<Allowed, PersonSubject, Agent>, PersonRefusal>> {
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
