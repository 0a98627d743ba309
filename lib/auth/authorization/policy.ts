import type { Actor, Role } from './actor'

/** What everybody may do with what is theirs. */
const OWN = [
  'devices:list:own',
  'devices:remove:own',
  'devices:rename:own',
  'devices:report:own',
  'client-states:store:own',
  'activations:start:own',
  'activations:redeem:own',
  'activations:undo:own',
  'sign-ins:list:own',
  'sign-ins:end:own',
  'history:read:own',
] as const

/** What support may do for others; never for themselves, because they would be both the caller and who verifies the caller. */
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

/** Everything somebody can do, with whose it is about. */
export const ACTIONS = [...OWN, ...FOR_OTHERS, ...READING] as const
export type Action = (typeof ACTIONS)[number]

type Owner = { readonly issuer: string; readonly subject: string }

/**
 * Whether `actor` may do `action` to what belongs to `owner`; null: nobody in particular, or somebody who never signed in
 * here. Pure, and deny by default: nobody may do anything, `own` means the same person at the same provider, and what a
 * role allows doesn't spread to another.
 */
export function can(
  actor: Pick<Actor, 'issuer' | 'subject' | 'roles'> | null,
  action: Action,
  owner: Owner | null,
): boolean {
  if (actor === null) return false
  const isOwn = owner !== null && actor.issuer === owner.issuer && actor.subject === owner.subject
  const has = (role: Role) => actor.roles.includes(role)
  if (isOneOf(OWN, action)) return isOwn
  if (isOneOf(FOR_OTHERS, action)) return has('support') && !isOwn
  if (isOneOf(READING, action)) return has('auditor')
  return false
}

function isOneOf(actions: readonly Action[], action: Action): boolean {
  return actions.includes(action)
}
