import 'server-only'
import type { ZodType } from 'zod'
import { now } from '../platform/clock'
import type { Deadline } from '../platform/deadline'
import { fail, type Result } from '../platform/result'
import { findAgent, type Agent } from '../support/agent'
import { answer, type ActionError } from './define-action'

type Definition<Input, Value, Failure> = {
  readonly name: string
  /** A page asks for it by itself, again and again: that doesn't keep the sign-in alive. */
  readonly unattended?: true
  readonly input: ZodType<Input>
  readonly run: (
    context: { readonly agent: Agent; readonly at: Date; readonly deadline: Deadline },
    input: Input,
  ) => Promise<Result<Value, Failure>>
}

/**
 * Builds the body of a server action of the support desk: origin, session, role, input, use case. Whom it is about is named
 * in the input, and the use case decides whether this agent may act for them. Each of them writes into the trail, so all of
 * them need the database.
 */
export function defineDeskAction<Input, Value, Failure>({
  name,
  unattended,
  input,
  run,
}: Definition<Input, Value, Failure>): (
  raw: unknown,
) => Promise<Result<Value, Failure | ActionError | { readonly code: 'not-allowed' }>> {
  return (raw) =>
    answer<Value, Failure | ActionError | { readonly code: 'not-allowed' }>(
      { name, ...(unattended && { unattended }) },
      async (signIn, deadline) => {
        const at = now()
        const agent = await findAgent(signIn, at, deadline)
        if (!agent.ok) return agent
        const parsed = input.safeParse(raw)
        if (!parsed.success) return fail({ code: 'invalid' })
        return run({ agent: agent.value, at, deadline }, parsed.data)
      },
    )
}
