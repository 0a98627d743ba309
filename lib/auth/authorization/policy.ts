import type { Account, Actor, Agent, Role } from './actor'

/** What every person may do with what is theirs. */
const OWN = [
  'devices:list:own',
  'devices:remove:own',
  'devices:rename:own',
  'devices:label:own',
  'devices:report:own',
  'client-states:store:own',
  'activations:start:own',
  'activations:redeem:own',
  'activations:undo:own',
  'sign-ins:list:own',
  'sign-ins:end:own',
  'history:read:own',
] as const

/** What support may do for others; never for themselves, because one person would be both the caller and the one who verifies the caller. */
const FOR_OTHERS = [
  'people:find:any',
  'devices:list:any',
  'devices:remove:any',
  'removals:approve:any',
  'activations:start:any',
  'sign-ins:end:any',
] as const

/** What auditors may read, of everybody including themselves. They never act. */
const READING = ['trail:read:any', 'trail:export:any', 'trail:verify:any'] as const

/** Every action. `own` or `any` says whose data it is about. */
export const ACTIONS = [...OWN, ...FOR_OTHERS, ...READING] as const
export type Action = (typeof ACTIONS)[number]
export type OwnAction = (typeof OWN)[number]
export type SupportAction = (typeof FOR_OTHERS)[number]
export type ListAction = Extract<Action, `devices:list:${string}`>
export type AuditorAction = (typeof READING)[number]

/** Whether `actor` may do `action` to the data of `owner` (null: no particular person). Denies by default. */
export function can(
  actor: Pick<Actor, 'issuer' | 'subject' | 'roles'> | null,
  action: Action,
  owner: Account | null,
): boolean {
  if (actor === null) return false
  const isOwn = owner !== null && isSameAccount(actor, owner)
  const has = (role: Role) => actor.roles.includes(role)
  if (isOneOf(OWN, action)) return isOwn
  if (isOneOf(FOR_OTHERS, action)) return has('support') && !isOwn
  if (isOneOf(READING, action)) return has('auditor')
  return false
}

/** Whether two accounts are one: the same subject at the same provider. */
export function isSameAccount(one: Account, other: Account): boolean {
  return one.issuer === other.issuer && one.subject === other.subject
}

/** Whether an account is one of the actor’s, or shares a Recognize user ID with them: agents do nothing for themselves. */
export function isSamePerson(
  actor: Account & Partial<Pick<Agent, 'ownUserIds' | 'ownAccounts'>>,
  account: Account & { readonly userIds?: readonly string[] },
): boolean {
  if ([actor, ...(actor.ownAccounts ?? [])].some((own) => isSameAccount(own, account))) return true
  return (account.userIds ?? []).some((userId) => actor.ownUserIds?.includes(userId))
}

function isOneOf(actions: readonly Action[], action: Action): boolean {
  return actions.includes(action)
}
