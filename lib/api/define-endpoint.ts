import 'server-only'
import type { z, ZodType } from 'zod'
import { isDatabaseOutage } from '../database/outage'
import { languageFor, messagesOf } from '../i18n/catalogue'
import { translator, type Translate } from '../i18n/translator'
import { now } from '../platform/clock'
import { randomId } from '../platform/crypto'
import { BRIEF_BUDGET_MS, deadlineIn, type Deadline } from '../platform/deadline'
import { log } from '../platform/log'
import { fail, succeed, type Result } from '../platform/result'
import { readBody, SMALL_BODY } from '../web/read-body'
import type { Admission, AdmissionRefusal, Scope } from './admission'
import { HEADERS, problemAnswer, type Problem, type ApiProblemCode } from './problem'

/** An answer that is not a problem. Without a body it has no content. */
export type Answer = { readonly status: number; readonly body?: unknown }

/** What an endpoint gets, beside the body. */
export type Call<Who> = {
  readonly who: Who
  /** The parts of the address that vary, as they were sent. */
  readonly params: Readonly<Record<string, string>>
  readonly headers: Headers
  readonly at: Date
  /** For all calls of the service together. */
  readonly deadline: Deadline
  /** In the language that the caller prefers. */
  readonly t: Translate
}

type Example<Body> = { readonly body: Body; readonly answer?: unknown }

type Definition<Who, Sent, Body> = {
  readonly method: 'POST' | 'PUT'
  /** From the root, as OpenAPI writes it. */
  readonly path: string
  readonly name: string
  readonly summary: string
  readonly description: string
  readonly admission: Admission<Who>
  readonly body: ZodType<Body, Sent>
  /** The most bytes of a body; 64 KiB unless said. */
  readonly mostBytes?: number
  readonly parameters?: readonly Parameter[]
  /** The answers by status; null for an answer without a body. An answer that isn't as described is not sent. */
  readonly answers: Readonly<Record<number, ZodType | null>>
  /** The problems of this endpoint, beside those that every endpoint has. */
  readonly problems: readonly ApiProblemCode[]
  /** The answer to a body that isn't as described, for an endpoint that must not say so. */
  readonly unreadable?: Answer
  readonly example: Example<Sent>
  readonly run: (call: Call<Who>, body: Body) => Promise<Result<Answer, Problem>>
}

export type Parameter = {
  readonly in: 'path' | 'header'
  readonly name: string
  readonly description: string
  readonly schema: ZodType
}

/** An endpoint as routes and the description of the API use it. */
export type Endpoint = Pick<
  Definition<never, unknown, unknown>,
  'method' | 'path' | 'name' | 'summary' | 'description' | 'answers'
> & {
  readonly scopes: readonly Scope[]
  readonly body: ZodType
  readonly parameters: readonly Parameter[]
  readonly problems: readonly ApiProblemCode[]
  readonly example: Example<unknown>
  readonly handle: (request: Request, params: Readonly<Record<string, string>>) => Promise<Response>
}

const ALWAYS = ['not-json', 'invalid', 'too-large', 'media-type'] as const
const WITH_TOKEN = [
  'token-missing',
  'token-not-valid',
  'token-not-bound',
  'proof-not-valid',
  'proof-nonce-missing',
  'sign-in-insufficient',
  'scope-missing',
  'provider-down',
] as const

/** Builds an endpoint: limits, token, scope, body, use case, in this order. Refusals are problems. */
export function defineEndpoint<Who, Sent, Body>(definition: Definition<Who, Sent, Body>): Endpoint {
  const { method, path, name, summary, description, body, answers, example } = definition
  const { scopes } = definition.admission
  const problems: ApiProblemCode[] = [
    ...definition.problems,
    ...(definition.unreadable ? [] : ALWAYS),
    ...(scopes.length > 0 ? WITH_TOKEN : []),
    'limited',
    'records-down',
    'internal',
  ]
  const parameters = definition.parameters ?? []
  const handle: Endpoint['handle'] = async (request, params) => {
    const t = translateFor(request)
    const requestId = randomId()
    try {
      const answer = await respond(definition, request, params, t)
      if (answer.ok) return send(answer.value, definition)
      const { headers, ...problem } = answer.error
      return problemAnswer(problem, t, headers)
    } catch (err) {
      const isOutage = isDatabaseOutage(err)
      log()[isOutage ? 'warn' : 'error']({ err, requestId, endpoint: name }, 'a call failed')
      return problemAnswer({ code: isOutage ? 'records-down' : 'internal', requestId }, t)
    }
  }
  const facts = { method, path, name, summary, description, body, answers, example }
  return { ...facts, scopes, parameters, problems, handle }
}

async function respond<Who, Sent, Body>(
  { admission, body, mostBytes, unreadable, run }: Definition<Who, Sent, Body>,
  request: Request,
  params: Readonly<Record<string, string>>,
  t: Translate,
): Promise<Result<Answer, AdmissionRefusal>> {
  const at = now()
  const who = await admission.admit(request, at)
  if (!who.ok) return who
  const json = await readBody(request, { limit: mostBytes ?? SMALL_BODY, type: 'json' })
  if (!json.ok) return unreadable ? succeed(unreadable) : json
  const read = body.safeParse(json.value)
  if (!read.success && unreadable) return succeed(unreadable)
  if (!read.success) return fail({ code: 'invalid', fields: fieldsOf(read.error) })
  const { headers } = request
  // The deadline begins here, because a slow sender may take long for the body. A change goes on when the caller leaves.
  const deadline = deadlineIn(BRIEF_BUDGET_MS)
  return run({ who: who.value, params, headers, at, deadline, t }, read.data)
}

/** The described fields that aren't as described. Other names are the sender's, and are not repeated. */
function fieldsOf(error: z.ZodError): string[] {
  return [...new Set(error.issues.map(({ path }) => path.map(String).join('.')))].filter(Boolean)
}

function send({ status, body }: Answer, { answers }: Pick<Endpoint, 'answers'>): Response {
  const described = answers[status]
  if (described === undefined) throw new Error(`the status ${status} is not described`)
  return described === null
    ? new Response(null, { status, headers: HEADERS })
    : Response.json(described.parse(body), { status, headers: HEADERS })
}

/** The texts for a request: in the first language it asks for that the portal has. */
export function translateFor(request: Request): Translate {
  const language = languageFor(request.headers.get('accept-language'))
  return translator(language, messagesOf(language))
}
