import 'server-only'
import { fail, succeed, type Result } from '../../platform/result'
import type { Account, Actor, Agent, Subject, SupportSubject } from './actor'
import { can, isSamePerson, type Action, type OwnAction, type SupportAction } from './policy'

/** Whom an action is about, unless a use case needs to know less. */
type SubjectOf<Allowed extends Action> = Allowed extends OwnAction
  ? Subject
  : Allowed extends 'people:find:any'
    ? null
    : Allowed extends SupportAction
      ? SupportSubject
      : null

/** The least that must be known of whom an action is about before it can be decided. */
type Whom<Allowed extends Action> = Allowed extends OwnAction ? Account : SubjectOf<Allowed>

/** The least that must be known of who acts. Without a session an actor has no role. */
type Acting<Allowed extends Action> = Allowed extends SupportAction
  ? Agent
  : Pick<Actor, 'issuer' | 'subject' | 'roles'>

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

  /** The account that the action is about; null when it is about nobody in particular, or about a person who never signed in here. */
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

export type NotAllowed = { readonly code: 'not-allowed' }

/**
 * Decides whether `actor` may do `action` to `subject`, and gives the proof; `not-allowed` otherwise. An agent is checked
 * against every account and every Recognize user ID of the person, not only against the account that was seen last.
 */
export function authorize<
  const Allowed extends Action,
  Who extends Acting<Allowed>,
  Whose extends Whom<Allowed>,
>(
  actor: Who,
  action: Allowed,
  subject: Whose,
): Result<Authorization<Allowed, Whose, Who>, NotAllowed> {
  const whom: Account | SupportSubject | null = subject
  const isAllowed =
    whom !== null && 'accounts' in whom
      ? isAllowedForOther(actor, action, whom)
      : can(actor, action, whom)
  if (!isAllowed) return fail({ code: 'not-allowed' })
  const owner = whom !== null && 'accounts' in whom ? whom.owner : whom
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
