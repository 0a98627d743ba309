import 'server-only'
import { headers } from 'next/headers'
import { unstable_rethrow } from 'next/navigation'
import type { ZodError, ZodType } from 'zod'
import { isDatabaseOutage } from '../database/outage'
import type { Account, Actor, Agent, Subject } from '../auth/authorization/actor'
import { authorize, type Permitted } from '../auth/authorization/authorize'
import { can, type AuditorAction, type OwnAction } from '../auth/authorization/policy'
import { takePersonalLimit, type PersonalLimit } from '../auth/authorization/personal-limit'
import { refuseAccess } from '../auth/authorization/refuse-access'
import { ownSubject, recordedSubject, type SubjectError } from '../auth/sessions/own-subject'
import {
  currentSession,
  currentSessionIfKnown,
  peekCurrentSession,
  refuseOthersPage,
  requirePageOf,
  sentStamp,
} from '../auth/sessions/current-session'
import { actorOfSession, type Session } from '../auth/sessions/session'
import { requireFreshAuth, undoGraceSeconds, type StaleAuth } from '../auth/step-up/freshness'
import { now } from '../platform/clock'
import { randomId } from '../platform/crypto'
import {
  BRIEF_BUDGET_MS,
  briefDeadline,
  deadlineIn,
  READ_BUDGET_MS,
  readDeadline,
  type CallTime,
  type Deadline,
} from '../platform/deadline'
import { env } from '../platform/env'
import { log } from '../platform/log'
import { fail, succeed, type Result } from '../platform/result'
import { findAgent } from '../support/lookup/agent'
import type { LimitReached } from '../web/rate-limits'
import type { FieldCode } from './form-fields'

/** The failures that every action of a signed-in person can have. */
export type ActionError =
  | SubjectError
  | { readonly code: 'signed-out' | 'not-allowed' | 'invalid' | 'elsewhere' | 'records-down' }
  | LimitReached
  | { readonly code: 'internal'; readonly requestId: string }

/** What an action can end in that anybody may call. */
type PublicError = { readonly code: 'invalid' | 'elsewhere' }

type Fresh = true | 'undo' | undefined
/** The subject of an own action: the devices at the service, the portal’s records of them, or the account alone. */
type About = 'devices' | 'records' | 'account'

type Common<Input, Codes extends FieldCode> = {
  /** In the log. */
  readonly name: string
  readonly input: ZodType<Input>
  /** The codes that the schema gives for the form's fields, in the order of their messages. */
  readonly fieldErrors?: readonly Codes[]
}

type OfPerson = {
  /** Whether it may change anything. Unless it says no it needs the database, and goes on when the browser goes away. */
  readonly changes?: false
  /** A page asks for it by itself, again and again: that neither keeps the session alive nor is counted. */
  readonly unattended?: true
  /** It isn't about what the service lists, so a slow service must not keep it waiting. */
  readonly brief?: true
  /** The limit that the action counts against. `none`: an attacker who uses up the limits must not prevent it. */
  readonly limit?: PersonalLimit | 'none'
}

/** A definition for a signed-in person. `run` gets `Context` beside the time. */
type RunForPerson<Context, Input, Value, Failure, Codes extends FieldCode> = Common<Input, Codes> &
  OfPerson & {
    readonly run: (context: CallTime & Context, input: Input) => Promise<Result<Value, Failure>>
  }

type OwnDefinition<
  Input,
  Value,
  Failure,
  Codes extends FieldCode,
  F extends Fresh,
  P extends OwnAction,
  A extends About,
> = {
  readonly access: 'own'
  readonly permission: P
  /** The default is `devices`. */
  readonly about?: A
  /** Whether the action needs a fresh sign-in. `undo`: it may be older by the time that a removal waits. */
  readonly fresh?: F
} & RunForPerson<
  Permitted<P, A extends 'account' ? Account : Subject>,
  Input,
  Value,
  Failure,
  Codes
>

/** The input names the person. The use case authorizes the agent for that person. */
type AgentDefinition<Input, Value, Failure, Codes extends FieldCode, F extends Fresh> = {
  readonly access: 'agent'
  readonly fresh?: F
} & RunForPerson<{ readonly agent: Agent }, Input, Value, Failure, Codes>

type AuditorDefinition<Input, Value, Failure, Codes extends FieldCode> = {
  readonly access: 'auditor'
  readonly permission: AuditorAction
} & RunForPerson<{ readonly actor: Actor }, Input, Value, Failure, Codes>

type PublicDefinition<Input, Value, Failure> = Common<Input, never> & {
  readonly access: 'public'
  readonly run: (input: Input) => Promise<Result<Value, Failure>>
}

/** `raw`: what was sent, as an object of the form's fields where it comes from a form. */
type Action<Value, Failure> = (raw: unknown) => Promise<Result<Value, Failure>>
type Stale<F extends Fresh> = F extends true | 'undo' ? StaleAuth : never
type Wrong<Codes extends FieldCode> = [Codes] extends [never] ? never : { readonly code: Codes }

/**
 * Builds the body of a server action, for one of four kinds of access:
 * - `own` a signed-in person, for what is theirs; the subject comes from the session alone, and `run` gets the proof
 * - `agent` a member of support, for another person
 * - `auditor` a reader of the audit log
 * - `public` every visitor, for what concerns this browser
 *
 * The order is fixed: origin, session, page, role, schema, freshness, limit, subject, use case. A page that was made for
 * another person leads away, and nothing is done. Other faults come back as values with a code. An unforeseen error is
 * logged and comes back as `internal` with a reference, so that no detail reaches the browser. A `public` action leaves it
 * to the error page.
 */
export function defineAction<
  Input,
  Value,
  Failure,
  const P extends OwnAction,
  Codes extends FieldCode = never,
  F extends Fresh = undefined,
  A extends About = 'devices',
>(
  definition: OwnDefinition<Input, Value, Failure, Codes, F, P, A>,
): Action<Value, Failure | ActionError | Stale<F> | Wrong<Codes>>
export function defineAction<
  Input,
  Value,
  Failure,
  Codes extends FieldCode = never,
  F extends Fresh = undefined,
>(
  definition: AgentDefinition<Input, Value, Failure, Codes, F>,
): Action<Value, Failure | ActionError | Stale<F> | Wrong<Codes>>
export function defineAction<Input, Value, Failure, Codes extends FieldCode = never>(
  definition: AuditorDefinition<Input, Value, Failure, Codes>,
): Action<Value, Failure | ActionError | Wrong<Codes>>
export function defineAction<Input, Value, Failure>(
  definition: PublicDefinition<Input, Value, Failure>,
): Action<Value, Failure | PublicError>
export function defineAction<Input, Value, Failure, Codes extends FieldCode>(
  definition:
    PublicDefinition<Input, Value, Failure> | PersonDefinition<Input, Value, Failure, Codes>,
): Action<Value, Failure | ActionError | StaleAuth | { readonly code: Codes }> {
  return definition.access === 'public'
    ? (raw) => runPublic(definition, raw)
    : (raw) => runForPerson(definition, raw)
}

type PersonDefinition<Input, Value, Failure, Codes extends FieldCode> =
  | OwnDefinition<Input, Value, Failure, Codes, Fresh, OwnAction, About>
  | AgentDefinition<Input, Value, Failure, Codes, Fresh>
  | AuditorDefinition<Input, Value, Failure, Codes>

async function runPublic<Input, Value, Failure>(
  { input, run }: PublicDefinition<Input, Value, Failure>,
  raw: unknown,
): Promise<Result<Value, Failure | PublicError>> {
  if (!(await isOwnOrigin())) return fail({ code: 'elsewhere' })
  // Pages for nobody have no stamp, and need no look at who is signed in.
  const session = (await sentStamp(raw)) === null ? null : await currentSessionIfKnown()
  if (session !== null) await refuseOthersPage(session, raw)
  const parsed = input.safeParse(raw)
  return parsed.success ? run(parsed.data) : fail({ code: 'invalid' })
}

async function runForPerson<Input, Value, Failure, Codes extends FieldCode>(
  definition: PersonDefinition<Input, Value, Failure, Codes>,
  raw: unknown,
): Promise<Result<Value, Failure | ActionError | StaleAuth | { readonly code: Codes }>> {
  const { name, unattended } = definition
  const deadline = deadlineFor(definition)
  try {
    if (!(await isOwnOrigin())) return fail({ code: 'elsewhere' })
    const session = await (unattended ? peekCurrentSession() : currentSession())
    if (!session) return fail({ code: 'signed-out' })
    await requirePageOf(session, raw)
    if (session.recalled && definition.changes !== false) return fail({ code: 'records-down' })
    const at = now()
    const role = await requireRole(definition, session, at)
    if (!role.ok) return role
    const input = definition.input.safeParse(raw)
    if (!input.success) {
      const code = fieldCodeOf(input.error, definition.fieldErrors)
      return code === undefined ? fail({ code: 'invalid' }) : fail({ code })
    }
    const stale = definition.access !== 'auditor' && staleness(definition.fresh, session, at)
    if (stale) return fail(stale)
    const taken = await takeLimit(definition, session, at)
    if (!taken.ok) return taken
    return await runFor(definition, session, { at, deadline }, input.data)
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

function deadlineFor({
  changes,
  brief,
  ...definition
}: OfPerson & { readonly about?: About }): Deadline {
  const isBrief = brief === true || (definition.about ?? 'devices') !== 'devices'
  if (changes === false) return isBrief ? briefDeadline() : readDeadline()
  return deadlineIn(isBrief ? BRIEF_BUDGET_MS : READ_BUDGET_MS)
}

/** Refuses a person without the role before it looks at the input. The audit log records the refusal. */
async function requireRole(
  definition:
    | { readonly access: 'own' }
    | { readonly access: 'agent' }
    | { readonly access: 'auditor'; readonly permission: AuditorAction },
  session: Session,
  at: Date,
): Promise<Result<void, { readonly code: 'not-allowed' }>> {
  if (definition.access === 'own') return succeed(undefined)
  const actor = actorOfSession(session)
  const permission = definition.access === 'agent' ? 'people:find:any' : definition.permission
  return can(actor, permission, null) ? succeed(undefined) : refuseAccess(actor, permission, at)
}

/** The first of the definition's field codes that the schema gave; none for what no form of ours sends. */
function fieldCodeOf<Codes extends FieldCode>(
  { issues }: ZodError,
  fieldErrors: readonly Codes[] = [],
): Codes | undefined {
  return fieldErrors.find((code) => issues.some(({ message }) => message === code))
}

function staleness(fresh: Fresh, session: Session, at: Date): StaleAuth | null {
  if (fresh === undefined) return null
  return requireFreshAuth(session, at, fresh === 'undo' ? undoGraceSeconds() : 0)
}

async function takeLimit(
  definition: OfPerson & { readonly access: 'own' | 'agent' | 'auditor' },
  session: Session,
  at: Date,
): Promise<Result<void, LimitReached>> {
  const { access, changes, unattended, limit } = definition
  if (changes === false || unattended || limit === 'none') return succeed(undefined)
  const usual = access === 'agent' ? 'desk-actions' : 'actions'
  return takePersonalLimit(session, limit ?? usual, at)
}

async function runFor<Input, Value, Failure, Codes extends FieldCode>(
  definition: PersonDefinition<Input, Value, Failure, Codes>,
  session: Session,
  timing: CallTime,
  input: Input,
): Promise<Result<Value, Failure | ActionError>> {
  const { at, deadline } = timing
  const actor = actorOfSession(session)
  switch (definition.access) {
    case 'own': {
      const subject = await subjectFor(definition.about ?? 'devices', session, timing)
      if (!subject.ok) return subject
      const authorized = authorize(actor, definition.permission, subject.value)
      if (!authorized.ok) return authorized
      return definition.run({ authorized: authorized.value, at, deadline }, input)
    }
    case 'agent': {
      const agent = await findAgent({ session, at, deadline })
      return agent.ok ? definition.run({ agent: agent.value, at, deadline }, input) : agent
    }
    case 'auditor':
      return definition.run({ actor, at, deadline }, input)
  }
}

async function subjectFor(
  about: About,
  session: Session,
  { at, deadline }: CallTime,
): Promise<Result<Account | Subject, SubjectError>> {
  switch (about) {
    case 'devices':
      return ownSubject(session, at, deadline)
    case 'records':
      return recordedSubject(session, at, deadline)
    case 'account':
      return succeed({ issuer: session.issuer, subject: session.subject })
  }
}

/** Whether the post comes from the portal's own pages. The framework lets posts without an origin through; browsers always say something. */
async function isOwnOrigin(): Promise<boolean> {
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
