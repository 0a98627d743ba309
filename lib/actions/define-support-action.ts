import 'server-only'
import type { ZodType } from 'zod'
import { takePersonalLimit, type PersonalLimit } from '../auth/authorization/personal-limit'
import { requireFreshAuth, type StaleAuth } from '../auth/step-up/freshness'
import { now } from '../platform/clock'
import type { Deadline } from '../platform/deadline'
import { fail, type Result } from '../platform/result'
import { findAgent, type Agent } from '../support/lookup/agent'
import { answer, type ActionError } from './define-action'

type Definition<Input, Value, Failure> = {
  readonly name: string
  /** A page asks for it by itself, again and again: that doesn't keep the sign-in alive. */
  readonly unattended?: true
  /** Whether it asks for a fresh sign-in (lib/auth/step-up/freshness.ts). */
  readonly fresh?: true
  /** What it counts as, if a person does it and not a page by itself. */
  readonly limit?: PersonalLimit
  readonly input: ZodType<Input>
  readonly run: (
    context: { readonly agent: Agent; readonly at: Date; readonly deadline: Deadline },
    input: Input,
  ) => Promise<Result<Value, Failure>>
}

type DeskError = ActionError | { readonly code: 'not-allowed' }

/**
 * Builds the body of a server action of the support desk: origin, session, role, input, how fresh the sign-in is, limit, use case.
 * Whom it is about is named in the input, and the use case decides whether this agent may act for them. Each of them writes
 * into the trail, so all of them need the database.
 */
export function defineSupportAction<Input, Value, Failure>(
  definition: Definition<Input, Value, Failure> & { readonly fresh: true },
): (raw: unknown) => Promise<Result<Value, Failure | DeskError | StaleAuth>>
export function defineSupportAction<Input, Value, Failure>(
  definition: Definition<Input, Value, Failure> & { readonly fresh?: never },
): (raw: unknown) => Promise<Result<Value, Failure | DeskError>>
export function defineSupportAction<Input, Value, Failure>({
  name,
  unattended,
  fresh,
  limit = 'desk-actions',
  input,
  run,
}: Definition<Input, Value, Failure>): (
  raw: unknown,
) => Promise<Result<Value, Failure | DeskError | StaleAuth>> {
  return (raw) =>
    answer<Value, Failure | DeskError | StaleAuth>(
      { name, ...(unattended && { unattended }) },
      async (signIn, deadline) => {
        const at = now()
        const agent = await findAgent(signIn, at, deadline)
        if (!agent.ok) return agent
        const parsed = input.safeParse(raw)
        if (!parsed.success) return fail({ code: 'invalid' })
        const stale = fresh && requireFreshAuth(signIn, at)
        if (stale) return fail(stale)
        if (!unattended) {
          const taken = await takePersonalLimit(agent.value, limit, at)
          if (!taken.ok) return taken
        }
        return run({ agent: agent.value, at, deadline }, parsed.data)
      },
    )
}
