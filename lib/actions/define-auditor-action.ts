import 'server-only'
import type { Actor } from '../auth/authorization/actor'
import { takePersonalLimit } from '../auth/authorization/personal-limit'
import { actorOfSession } from '../auth/sessions/session'
import type { LimitReached } from '../web/rate-limits'
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
    answer<Value, Failure | LimitReached>({ name }, async (signIn) => {
      const taken = await takePersonalLimit(signIn, 'actions', now())
      return taken.ok ? run(actorOfSession(signIn)) : taken
    })
}
