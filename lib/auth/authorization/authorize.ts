import 'server-only'
import { fail, succeed, type Result } from '../../platform/result'
import type { Account, Actor, Agent, Subject, SupportSubject } from './actor'
import { can, isSamePerson, type Action, type OwnAction, type SupportAction } from './policy'

/** What an agent may do about one person: everything but to look for one. */
export type PersonAction = Exclude<SupportAction, 'people:find:any'>

/** The subject of an action, unless a use case needs to know less. */
type SubjectOf<Allowed extends Action> = Allowed extends OwnAction
  ? Subject
  : Allowed extends PersonAction
    ? SupportSubject
    : null

class Authorization<Allowed extends Action, Whose, Who> {
  // The private field makes the type nominal: an object literal, or a copy by spreading, is no authorization.
  readonly #owner: Account | null

  constructor(
    readonly action: Allowed,
    readonly actor: Who,
    readonly subject: Whose,
    owner: Account | null,
  ) {
    this.#owner = owner
  }

  /** The account that the action is about; null when it concerns no particular person, or an unknown one. */
  get owner(): Account | null {
    return this.#owner
  }
}

/**
 * The proof that `actor` may do `action` to `subject`. Only {@link authorize} makes one, because the class isn't exported:
 * a use case that takes it can't be called without the check. A union of actions is told apart by `action`.
 */
export type Authorized<
  Allowed extends Action,
  Whose = unknown,
  Who = Actor,
> = Allowed extends Action
  ? Authorization<
      Allowed,
      unknown extends Whose ? SubjectOf<Allowed> : Whose,
      Allowed extends SupportAction ? Agent : Who
    >
  : never

/** What a use case is called with: the proof that it may be done. */
export type Permitted<Allowed extends Action, Whose = unknown, Who = Actor> = {
  readonly authorized: Authorized<Allowed, Whose, Who>
}

/** The proof of one action alone; what {@link Authorized} is for that action. */
export type { Authorization }

export type NotAllowed = { readonly code: 'not-allowed' }

/** Decides whether `actor` may do `action` to `subject`. Agents are checked against every account of the person. */
export function authorize<
  const Allowed extends OwnAction,
  Who extends Pick<Actor, 'issuer' | 'subject' | 'roles'>,
  const Whose extends Account,
>(
  actor: Who,
  action: Allowed,
  subject: Whose,
): Result<Authorization<Allowed, Whose, Who>, NotAllowed>
export function authorize<const Allowed extends PersonAction, const Whose extends SupportSubject>(
  actor: Agent,
  action: Allowed,
  subject: Whose,
): Result<Authorization<Allowed, Whose, Agent>, NotAllowed>
export function authorize<const Allowed extends Exclude<Action, OwnAction | PersonAction>>(
  actor: Actor,
  action: Allowed,
  subject: null,
): Result<Authorization<Allowed, null, Actor>, NotAllowed>
export function authorize(
  actor: Pick<Actor, 'issuer' | 'subject' | 'roles'> & Partial<Agent>,
  action: Action,
  subject: Account | SupportSubject | null,
): Result<Authorization<Action, typeof subject, typeof actor>, NotAllowed> {
  const isOther = subject !== null && 'accounts' in subject
  const isAllowed = isOther
    ? isAllowedForOther(actor, action, subject)
    : can(actor, action, subject)
  if (!isAllowed) return fail({ code: 'not-allowed' })
  const owner = isOther ? subject.owner : subject
  return succeed(new Authorization(action, actor, subject, owner))
}

function isAllowedForOther(
  actor: Pick<Actor, 'issuer' | 'subject' | 'roles'> & Partial<Agent>,
  action: Action,
  { userIds, accounts }: SupportSubject,
): boolean {
  return (
    can(actor, action, null) &&
    !userIds.some((userId) => actor.ownUserIds?.includes(userId)) &&
    accounts.every((account) => can(actor, action, account) && !isSamePerson(actor, account))
  )
}
