import 'server-only'
import { z } from 'zod'
import type { Translate } from '../i18n/translator'

/** Every problem that the API answers with, and its status. The texts are in lib/i18n/messages/en-api.ts. */
export const PROBLEMS = {
  'not-json': 400,
  invalid: 400,
  'token-missing': 401,
  'token-not-valid': 401,
  'token-not-bound': 401,
  'proof-not-valid': 401,
  'proof-nonce-missing': 401,
  'sign-in-insufficient': 401,
  'scope-missing': 403,
  'not-known': 403,
  'not-yours': 403,
  'not-found': 404,
  'code-not-valid': 404,
  'device-not-listed': 404,
  'method-not-allowed': 405,
  'device-limit': 409,
  'already-stored': 409,
  'too-large': 413,
  'media-type': 415,
  'wrong-kind': 422,
  'identity-unknown': 422,
  'idempotency-key-reused': 422,
  limited: 429,
  internal: 500,
  'state-damaged': 500,
  'not-set-up': 503,
  'key-missing': 503,
  'provider-down': 503,
  'records-down': 503,
  'service-busy': 503,
  'service-down': 503,
} as const satisfies Record<string, number>
export type ApiProblemCode = keyof typeof PROBLEMS
/** For problems that pass by themselves: the seconds after which another try is worth it. */
const PASSES_IN: Partial<Record<ApiProblemCode, number>> = {
  'provider-down': 5,
  'records-down': 5,
  'service-busy': 10,
  'service-down': 10,
}
const CODES = Object.keys(PROBLEMS) as [ApiProblemCode, ...ApiProblemCode[]]

/** Why a call is refused. The texts are added to the answer. */
export type Problem = {
  readonly code: ApiProblemCode
  /** The SDK's code of the same error (539). */
  readonly sdkErrorCode?: number
  /** The name of the key that is missing; never a key. */
  readonly keyId?: string
  /** Leads to the log. */
  readonly requestId?: string
  /** Seconds; `PASSES_IN` unless given. */
  readonly retryAfter?: number
  /** The names of the fields that aren't as described; never what was sent in them. */
  readonly fields?: readonly string[]
}

/** The body of a refusal (RFC 9457). */
export const problemBody = z.strictObject({
  type: z.string().regex(/^urn:recognize-portal:problem:[a-z-]+$/),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(CODES),
  sdkErrorCode: z.int().optional(),
  keyId: z.string().optional(),
  requestId: z.string().optional(),
  retryAfter: z.int().min(1).optional(),
  fields: z.array(z.string()).optional(),
})
export type ProblemBody = z.infer<typeof problemBody>

/** A problem with its texts, as it is sent. */
export function describeProblem(problem: Problem, t: Translate): ProblemBody {
  const { code, fields, retryAfter = PASSES_IN[code], ...facts } = problem
  return {
    type: `urn:recognize-portal:problem:${code}`,
    title: t(`api.${code}.title`),
    status: PROBLEMS[code],
    detail: t(`api.${code}.text`),
    code,
    ...facts,
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(fields === undefined ? {} : { fields: [...fields] }),
  }
}

/** The headers of every answer of the API. */
export const HEADERS = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
} as const

/** A problem as an answer. `headers` are those of its status. */
export function problemAnswer(
  problem: Problem,
  t: Translate,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const body = describeProblem(problem, t)
  const { retryAfter } = body
  return new Response(JSON.stringify(body), {
    status: PROBLEMS[problem.code],
    headers: {
      ...HEADERS,
      'Content-Type': 'application/problem+json',
      ...(retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }),
      ...headers,
    },
  })
}
