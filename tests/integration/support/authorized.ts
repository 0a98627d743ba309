import type { Account, Actor, Subject } from '@/lib/auth/authorization/actor'
import { authorize, type Authorized } from '@/lib/auth/authorization/authorize'
import type { Result } from '@/lib/platform/result'

/** The proof that a test needs; a refusal is a mistake in the test. */
export function allowed<Proof>(authorized: Result<Proof, unknown>): Proof {
  if (!authorized.ok) throw new Error('the actor of this test is not allowed to do that')
  return authorized.value
}

/** Somebody who may add phones of their own; without a subject, only what belongs to their account. */
export function starting(actor: Actor): Authorized<'activations:start:own', Account>
export function starting(actor: Actor, subject: Subject): Authorized<'activations:start:own'>
export function starting(
  actor: Actor,
  subject: Account = actor,
): Authorized<'activations:start:own', Account> {
  return allowed(authorize(actor, 'activations:start:own', subject))
}

/** Somebody who may undo their own activations. */
export function undoing(actor: Actor, subject: Subject): Authorized<'activations:undo:own'> {
  return allowed(authorize(actor, 'activations:undo:own', subject))
}
