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
import { accountsOf, knownPerson, personIdOf, rowsOf, type Holder } from './known-people'
import { presentHolder } from './present-holder'

/** The person that an agent acts for, and what agents see of the account that owns the identity. */
export type PersonSubject = SupportSubject & { readonly person: KnownPerson | null }

/** An agent who acts for a person at a moment: `userId` is the text of one of the person’s Recognize user IDs. */
export type AgentCall = { readonly agent: Agent; readonly userId: string; readonly at: Date }

export type PersonRefusal = { readonly code: 'not-allowed' | 'not-found' }

/**
 * The proof that an agent may do `action` for a person. Of several accounts that proved the identity, its owner is the one
 * that proved it last and that the service confirms; other identities count that the owner has now. The agent is compared by
 * everything that was ever seen to be theirs.
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
  const at = now()
  const owner = await presentHolder(accounts, userId, at)
  const userIds = [userId, ...(await othersOf(owner, userId, at))] as const
  return authorize(everything, action, {
    userIds: [...userIds],
    owner: owner && { issuer: owner.issuer, subject: owner.subject },
    accounts,
    person: owner && knownPerson(owner, await othersLike(owner, userId)),
  })
}

/**
 * The Recognize users that an owner has besides the one that was asked for. None where the owner's newest sign-in names
 * that one no more, and none that somebody else has by now: what they have there is no way in for the owner.
 */
async function othersOf(owner: Holder | null, userId: string, at: Date): Promise<string[]> {
  if (!owner?.userIds.includes(userId)) return []
  const others = owner.userIds.filter((id) => id !== userId)
  const isTheirs = await Promise.all(
    others.map(async (id) => {
      const holder = await presentHolder(await accountsOf(id), id, at)
      return holder !== null && isSameAccount(holder, owner)
    }),
  )
  return others.filter((_, place) => isTheirs[place])
}

/** The other accounts that were seen to share an identity with the owner. */
async function othersLike(owner: Account, userId: string) {
  const { accounts } = await humanBehind(owner, [userId])
  return rowsOf(accounts.filter((account) => !isSameAccount(account, owner)))
}
