import type { Actor } from './actor'

/** Everything a person can do, with whose devices it is about. */
export const ACTIONS = [
  'devices:list:own',
  'devices:remove:own',
  'devices:rename:own',
  'devices:report:own',
  'client-states:store:own',
  'activations:start:own',
  'activations:redeem:own',
  'activations:undo:own',
  'sign-ins:end:own',
] as const
export type Action = (typeof ACTIONS)[number]

/**
 * Whether `actor` may do `action` to what belongs to `owner`. Pure, and deny by default:
 * nobody may do anything, and `own` means the same person at the same provider.
 */
export function can(
  actor: Pick<Actor, 'issuer' | 'subject' | 'roles'> | null,
  action: Action,
  owner: { readonly issuer: string; readonly subject: string },
): boolean {
  if (actor === null) return false
  switch (action) {
    case 'devices:list:own':
    case 'devices:remove:own':
    case 'devices:rename:own':
    case 'devices:report:own':
    case 'client-states:store:own':
    case 'activations:start:own':
    case 'activations:redeem:own':
    case 'activations:undo:own':
    case 'sign-ins:end:own':
      return actor.issuer === owner.issuer && actor.subject === owner.subject
  }
}
