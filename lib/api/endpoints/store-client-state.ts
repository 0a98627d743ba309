import 'server-only'
import { z } from 'zod'
import {
  storeClientState,
  type StoreStateError,
  type Uploader,
} from '../../client-states/intake/store-client-state'
import { findOwnActivation } from '../../activations/tracking/activation-rows'
import type { TokenHolder } from '../../auth/oidc/access-token'
import { READ_BUDGET_MS } from '../../platform/deadline'
import { fail, succeed, type Result } from '../../platform/result'
import { normaliseUserId } from '../../recognize/user-id'
import { withToken } from '../admission'
import { defineEndpoint, type Answer, type Call } from '../define-endpoint'
import { ownSubjectOf } from '../own-subject'
import type { Problem } from '../problem'
import { serviceProblem } from '../service-problem'
import * as values from '../values'

/** The SDK's error code for a user without a free place. */
const SDK_DEVICE_LIMIT = 539
/** Bytes of a body: room for 1 MiB of text when every character is escaped, and for the other fields. */
const MOST_BYTES = 6 * 1024 * 1024 + 64 * 1024

const fields = {
  clientState: values.clientState,
  clientStateType: values.clientStateType,
  userId: values.userId
    .optional()
    .describe(
      'Whose it is. May be left out by an app that names the activation, or whose person has one Recognize identity; needed with the scope recognize:import.',
    ),
  activationId: values.activationNumber
    .optional()
    .describe(
      'The activation that asked for it, from the redeemed code; the type is TEMPORARY then.',
    ),
}
const key = values.publicSigningKey.describe(
  'The key of the row that the service made for this client state, if the SDK tells it.',
)
const posted = z.strictObject({ ...fields, publicSigningKey: key.optional() })
const put = z.strictObject({ ...fields, publicSigningKey: key })

const stored = z.strictObject({
  id: z.uuid(),
  clientStateType: values.clientStateType,
  storedAt: values.isoInstant,
  expiresAt: values.isoInstant
    .nullable()
    .describe('Null for a BACKUP, which is kept until it goes.'),
})

const idempotencyKey = z.string().regex(/^[\x21-\x7e]{1,255}$/)

const common = {
  path: '/api/v1/client-states',
  admission: withToken('recognize:client-states', 'recognize:import'),
  mostBytes: MOST_BYTES,
  parameters: [
    {
      in: 'header',
      name: 'Idempotency-Key',
      description:
        'Chosen by the app for one upload. The same upload with the same key within 24 hours gets the same answer, and is kept once.',
      schema: idempotencyKey,
    },
  ],
  problems: [
    'not-known',
    'not-yours',
    'not-found',
    'not-set-up',
    'device-limit',
    'wrong-kind',
    'identity-unknown',
    'idempotency-key-reused',
    'service-busy',
    'service-down',
  ],
} as const

const exampleAnswer = {
  id: '0b7f1c1e-5f0a-4d0e-9f57-6f1f8f0c2a11',
  clientStateType: 'BACKUP',
  storedAt: '2026-04-20T09:00:00.000Z',
  expiresAt: null,
} as const
const example = { clientState: values.EXAMPLE_STATE, clientStateType: 'BACKUP' } as const

export const postClientState = defineEndpoint({
  ...common,
  method: 'POST',
  name: 'storeClientState',
  summary: 'Keep a client state',
  description:
    'Seals a client state that the SDK has just made, so that a new phone can be set up with it. A token with the scope recognize:client-states keeps it for the person it was made for; a backend with recognize:import alone keeps it for anybody.',
  body: posted,
  problems: [...common.problems, 'already-stored'],
  answers: { 201: stored },
  example: { body: example, answer: exampleAnswer },
  run: (call, body) => store(call, { ...body, replaces: false }),
})

export const putClientState = defineEndpoint({
  ...common,
  method: 'PUT',
  name: 'replaceClientState',
  summary: 'Keep a client state in place of the one of the same row',
  description:
    'As POST. A client state that is kept for the same row of the service’s list is destroyed in the same moment.',
  body: put,
  answers: { 201: stored, 200: stored },
  example: { body: { ...example, publicSigningKey: values.EXAMPLE_KEY }, answer: exampleAnswer },
  run: (call, body) => store(call, { ...body, replaces: true }),
})

async function store(
  call: Call<TokenHolder>,
  body: z.infer<typeof posted> & { replaces: boolean },
): Promise<Result<Answer, Problem>> {
  const key = idempotencyKey.nullable().safeParse(call.headers.get('Idempotency-Key'))
  if (!key.success) return fail({ code: 'invalid', fields: ['Idempotency-Key'] })
  const uploader = await uploaderOf(call)
  if (!uploader.ok) return uploader
  const activation = body.activationId ?? null
  const userId = await userIdOf(body.userId, activation, uploader.value)
  if (userId === null && activation !== null && uploader.value.own !== null)
    return fail({ code: 'not-found' })
  if (userId === null) return fail({ code: 'invalid', fields: ['userId'] })
  const upload = {
    userId,
    kind: values.kindOf(body.clientStateType),
    text: body.clientState,
    publicSigningKey: body.publicSigningKey ?? null,
    replaces: body.replaces,
    activation,
    idempotencyKey: key.data,
  }
  const outcome = await storeClientState({
    uploader: uploader.value,
    upload,
    at: call.at,
    budgetMs: READ_BUDGET_MS,
  })
  if (!outcome.ok) return fail(problemOf(outcome.error))
  const { id, kind, storedAt, expiresAt, isNew } = outcome.value
  const answer = { id, clientStateType: values.typeOf(kind), storedAt, expiresAt }
  return succeed({ status: isNew ? 201 : 200, body: answer })
}

/** The scope of an app confines: a token that has both scopes is a token for one person. */
async function uploaderOf({
  who,
  deadline,
}: Call<TokenHolder>): Promise<Result<Uploader, Problem>> {
  const { issuer, subject, clientId, scopes } = who
  if (!scopes.includes('recognize:client-states'))
    return succeed({ issuer, subject, clientId, own: null })
  const own = await ownSubjectOf(who, deadline)
  return own.ok ? succeed({ issuer, subject, clientId, own: own.value }) : own
}

/** The owner of the state: as the body says, or the person’s only identity, or the activation’s user; null: unknown. */
async function userIdOf(
  named: string | undefined,
  activation: string | null,
  uploader: Uploader,
): Promise<string | null> {
  if (named !== undefined) return normaliseUserId(named)
  const { own } = uploader
  if (own === null) return null
  if (own.userIds.length === 1) return own.userIds[0]
  return activation === null
    ? null
    : ((await findOwnActivation(uploader, activation))?.userId ?? null)
}

function problemOf(error: StoreStateError): Problem {
  switch (error.code) {
    case 'device-limit':
      return { code: 'device-limit', sdkErrorCode: SDK_DEVICE_LIMIT }
    case 'identity-unknown':
      return { code: 'identity-unknown', requestId: error.requestId }
    default:
      return 'requestId' in error ? serviceProblem(error) : error
  }
}
