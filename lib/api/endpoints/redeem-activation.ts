import 'server-only'
import { z } from 'zod'
import { redeemCode } from '../../activations/steps/redeem-code'
import type { TokenHolder } from '../../auth/oidc/access-token'
import { returnLimit, takeLimit } from '../../web/rate-limits'
import { fail, succeed, type Result } from '../../platform/result'
import { withToken, limited, personKey } from '../admission'
import { defineEndpoint, type Answer, type Call } from '../define-endpoint'
import { ownSubjectOf } from '../own-subject'
import type { Problem } from '../problem'
import * as values from '../values'

const body = z.strictObject({
  code: z
    .string()
    .describe('The code of the link, or the one that was typed, with or without its dashes.'),
})

const redeemed = z.strictObject({
  activationId: values.activationNumber,
  purpose: z
    .enum(['BIND', 'MAKE_STATE'])
    .describe('BIND: set this phone up. MAKE_STATE: make a client state and send it here.'),
  userId: values.userId,
  operationId: z.string().describe('For the SDK’s operationInfo, so that the service can name it.'),
  clientStateType: values.clientStateType,
  clientState: values.clientState.optional(),
  expiresAt: values.isoInstant,
})

export const postRedeem = defineEndpoint({
  method: 'POST',
  path: '/api/v1/activations/redeem',
  name: 'redeemActivation',
  summary: 'Redeem the code of an activation',
  description:
    'Once, by the person who started it, within ten minutes. Gives what the SDK needs. A code that isn’t good is refused in one and the same way, whatever is wrong with it; five of them within a minute close the way for the rest of it.',
  admission: withToken('recognize:activate'),
  body,
  problems: [
    'code-not-valid',
    'key-missing',
    'state-damaged',
    'not-known',
    'identity-unknown',
    'service-busy',
    'service-down',
  ],
  answers: { 200: redeemed },
  example: {
    body: { code: 'mJ0dQm1N9xP3o5uVq2T7aw' },
    answer: {
      activationId: values.EXAMPLE_NUMBER,
      purpose: 'BIND',
      userId: '0A1B2C3D4E5F',
      operationId: '6f1f8f0c-2a11-4d0e-9f57-0b7f1c1e5f0a',
      clientStateType: 'BACKUP',
      clientState: values.EXAMPLE_STATE,
      expiresAt: '2026-04-20T09:30:00.000Z',
    },
  },
  run: redeem,
})

async function redeem(
  { who, at, deadline }: Call<TokenHolder>,
  { code }: z.infer<typeof body>,
): Promise<Result<Answer, Problem>> {
  const person = personKey(who)
  // The limit counts each attempt before it is made, so that parallel attempts can't pass it. A good code is not
  // counted.
  const tries = await takeLimit('wrong-codes', person)
  if (!tries.ok) return fail(limited(tries.error))
  const own = await ownSubjectOf(who, deadline)
  if (!own.ok) {
    await returnLimit('wrong-codes', person)
    return own
  }
  const outcome = await redeemCode({
    holder: who,
    ownUserIds: own.value.userIds,
    text: code,
    at,
  })
  const isWrong = !outcome.ok && outcome.error.code === 'code-not-valid'
  if (!isWrong) await returnLimit('wrong-codes', person)
  if (!outcome.ok) return outcome
  const { number, purpose, userId, operationId, kind, clientState, expiresAt } = outcome.value
  return succeed({
    status: 200,
    body: {
      activationId: number,
      purpose: purpose === 'bind' ? 'BIND' : 'MAKE_STATE',
      userId,
      operationId,
      clientStateType: values.typeOf(kind),
      ...(clientState === null ? {} : { clientState }),
      expiresAt: expiresAt.toISOString(),
    },
  })
}
