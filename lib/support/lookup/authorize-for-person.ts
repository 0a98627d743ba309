import 'server-only'
import type { Account, Agent, SupportSubject } from '../../auth/authorization/actor'
import {
  authorize,
  type Authorization,
  type PersonAction,
} from '../../auth/authorization/authorize'
import { can, isSameAccount } from '../../auth/authorization/policy'
import { humanBehind } from '../../auth/identity/identity-facts'
import { now } from '../../platform/clock'
import { fail, type Result } from '../../platform/result'
import type { KnownPerson } from '../support-state'
import { withEverythingSeen } from './agent'
import { accountsOf, knownPerson, personIdOf, rowsOf } from './known-people'
import { presentHolder } from './present-holder'

/** The person that an agent acts for, and what agents see of the account that owns the identity. */
export type PersonSubject = SupportSubject & { readonly person: KnownPerson | null }

/** An agent who acts for a person at a moment: `userId` is the text of one of the person’s Recognize user IDs. */
export type AgentCall = { readonly agent: Agent; readonly userId: string; readonly at: Date }

export type PersonRefusal = { readonly code: 'not-allowed' | 'not-found' }

/**
 * The proof that an agent may do `action` for a person. Of several accounts that proved the identity, its owner is the one
 * that proved it last and that the service confirms. The agent is compared by everything that was ever seen to be theirs.
 */
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
  const [accounts, everything] = await Promise.all([accountsOf(userId), withEverythingSeen(agent)])
  // Whoever may not is refused before the service is asked about anybody.
  const allowed = authorize(everything, action, {
    ...{ userIds: [userId], owner: null, accounts, person: null },
  })
  if (!allowed.ok) return allowed
  const owner = await presentHolder(accounts, userId, now())
  const userIds = [userId, ...(owner?.userIds ?? []).filter((id) => id !== userId)] as const
  return authorize(everything, action, {
    userIds: [...userIds],
    owner: owner && { issuer: owner.issuer, subject: owner.subject },
    accounts,
    person: owner && knownPerson(owner, await othersLike(owner, userId)),
  })
}

/** The other accounts that were seen to share an identity with the owner. */
async function othersLike(owner: Account, userId: string) {
  const { accounts } = await humanBehind(owner, [userId])
  return rowsOf(accounts.filter((account) => !isSameAccount(account, owner)))
}
