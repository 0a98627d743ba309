import 'server-only'
import type { Actor } from '../identity/actor'
import { takeFor } from '../identity/limited'
import { actorOf } from '../identity/sign-ins'
import type { Limited } from '../limits/limits'
import { now } from '../platform/clock'
import type { Result } from '../platform/result'
import { answer, type ActionError } from './define-action'

/**
 * Builds the body of an auditor's server action: origin, session, use case, which checks the role itself. It is about the
 * portal's own records alone: the service isn't asked who an auditor is there.
 */
export function defineAuditorAction<Value, Failure>({
  name,
  run,
}: {
  readonly name: string
  readonly run: (actor: Actor) => Promise<Result<Value, Failure>>
}): () => Promise<Result<Value, Failure | ActionError>> {
  return () =>
    answer<Value, Failure | Limited>({ name }, async (signIn) => {
      const taken = await takeFor(signIn, 'actions', now())
      return taken.ok ? run(actorOf(signIn)) : taken
    })
}
