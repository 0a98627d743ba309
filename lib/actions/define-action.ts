import 'server-only'
import { headers } from 'next/headers'
import { unstable_rethrow } from 'next/navigation'
import type { ZodType } from 'zod'
import { isDatabaseOutage } from '../database/outage'
import type { Actor, Subject } from '../auth/authorization/actor'
import { currentSession, peekCurrentSession } from '../auth/sessions/current-session'
import { actorOfSession, type Session } from '../auth/sessions/session'
import { takePersonalLimit, type PersonalLimit } from '../auth/authorization/personal-limit'
import { requireFreshAuth, undoGraceSeconds, type StaleAuth } from '../auth/step-up/freshness'
import { ownSubject, recordedSubject, type SubjectError } from '../auth/authorization/subject'
import type { LimitReached } from '../web/rate-limits'
import { now } from '../platform/clock'
import { randomId } from '../platform/crypto'
import { deadlineIn, READ_BUDGET_MS, readDeadline, type Deadline } from '../platform/deadline'
import { env } from '../platform/env'
import { log } from '../platform/log'
import { fail, type Result } from '../platform/result'

/** What every action can end in, whatever it does. */
export type ActionError =
  | SubjectError
  | { readonly code: 'signed-out' | 'invalid' | 'elsewhere' | 'records-down' }
  | LimitReached
  | { readonly code: 'internal'; readonly requestId: string }

type Definition<Input, Value, Failure> = {
  readonly name: string
  readonly input: ZodType<Input>
  /** Whether it may change anything. Unless it says no it needs the database, and goes on when the browser goes away. */
  readonly changes?: false
  /** What it counts as, if it changes anything; `actions` unless something else is said. */
  readonly limit?: PersonalLimit
  /** It is about the portal's own records: the service need not answer. */
  readonly recordsOnly?: true
  /** Whether the person must have signed in, at the provider, only just now; `undo`: just before what is taken back. */
  readonly fresh?: true | 'undo'
  readonly run: (
    context: {
      readonly actor: Actor
      readonly subject: Subject
      readonly at: Date
      /** One for the whole action; the search for the subject has used some of it. */
      readonly deadline: Deadline
    },
    input: Input,
  ) => Promise<Result<Value, Failure>>
}

/**
 * Builds the body of a server action: origin, session, input, limit, subject, use case. The subject is the signed-in person's
 * own, from the session alone. Faults come back as values with a code; what is unforeseen is logged and comes back
 * as `internal` with a reference, and nothing of it reaches the browser.
 */
export function defineAction<Input, Value, Failure>(
  definition: Definition<Input, Value, Failure> & { readonly fresh: true | 'undo' },
): (raw: unknown) => Promise<Result<Value, Failure | ActionError | StaleAuth>>
export function defineAction<Input, Value, Failure>(
  definition: Definition<Input, Value, Failure> & { readonly fresh?: never },
): (raw: unknown) => Promise<Result<Value, Failure | ActionError>>
export function defineAction<Input, Value, Failure>(
  definition: Definition<Input, Value, Failure>,
): (raw: unknown) => Promise<Result<Value, Failure | ActionError | StaleAuth>> {
  return (raw) =>
    answer<Value, Failure | ActionError | StaleAuth>(definition, async (signIn, deadline) => {
      const input = definition.input.safeParse(raw)
      if (!input.success) return fail({ code: 'invalid' })
      const at = now()
      const { fresh } = definition
      const stale = fresh && requireFreshAuth(signIn, at, fresh === 'undo' ? undoGraceSeconds() : 0)
      if (stale) return fail(stale)
      if (definition.changes !== false) {
        const taken = await takePersonalLimit(signIn, definition.limit ?? 'actions', at)
        if (!taken.ok) return taken
      }
      const find = definition.recordsOnly ? recordedSubject : ownSubject
      const subject = await find(signIn, at, deadline)
      if (!subject.ok) return subject
      const context = { actor: actorOfSession(signIn), subject: subject.value, at, deadline }
      return definition.run(context, input.data)
    })
}

/** What all actions of people who are signed in have in common: what comes before their own work, and what becomes of the unforeseen. */
export async function answer<Value, Failure>(
  {
    name,
    changes,
    unattended,
  }: { readonly name: string; readonly changes?: false; readonly unattended?: true },
  work: (signIn: Session, deadline: Deadline) => Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure | ActionError>> {
  const deadline = changes === false ? readDeadline() : deadlineIn(READ_BUDGET_MS)
  try {
    if (!(await isOwnOrigin())) return fail({ code: 'elsewhere' })
    const signIn = await (unattended ? peekCurrentSession() : currentSession())
    if (!signIn) return fail({ code: 'signed-out' })
    if (signIn.recalled && changes !== false) return fail({ code: 'records-down' })
    return await work(signIn, deadline)
  } catch (err) {
    unstable_rethrow(err)
    const requestId = randomId()
    if (isDatabaseOutage(err)) {
      log().warn({ err, requestId, action: name }, 'an action lacks the database')
      return fail({ code: 'records-down' })
    }
    log().error({ err, requestId, action: name }, 'an action failed')
    return fail({ code: 'internal', requestId })
  }
}

/** Whether the post comes from the portal's own pages. The framework lets posts without an origin through; browsers always say something. */
export async function isOwnOrigin(): Promise<boolean> {
  const sent = await headers()
  const origin = sent.get('origin')
  const own =
    origin === null
      ? sent.get('sec-fetch-site') === 'same-origin'
      : origin === new URL(env().AUTH_URL).origin
  // Also what an operator sees first when AUTH_URL isn't the address that people use.
  if (!own) log().warn({ origin }, 'a post from elsewhere was refused')
  return own
}

/** The fields of a posted form as a plain object; a field that was sent twice or holds a file counts as missing. */
export function fieldsOf(form: unknown): Record<string, string> {
  if (!(form instanceof FormData)) return {}
  // One look at each: whoever sends ten thousand fields must not make everybody else wait.
  const seen = new Map<string, string | null>()
  for (const [name, value] of form)
    seen.set(name, typeof value === 'string' && !seen.has(name) ? value : null)
  return Object.fromEntries(
    [...seen].flatMap(([name, text]) => (text === null ? [] : [[name, text]])),
  )
}
