import 'server-only'
import { z } from 'zod'
import type { ActivationRow } from '../../activations/tracking/activation-rows'
import type { ActivationEnding } from '../../activations/tracking/activation-state'
import {
  LOCK_OUT_SECONDS,
  SDK_ERROR_REASONS,
  type SdkErrorReason,
} from '../../activations/tracking/sdk-errors'
import { reportProgress, type ProgressReport } from '../../activations/steps/report-progress'
import type { TokenHolder } from '../../auth/oidc/access-token'
import type { Translate } from '../../i18n/translator'
import { fail, succeed, type Result } from '../../platform/result'
import { withToken } from '../admission'
import { defineEndpoint, type Answer, type Call } from '../define-endpoint'
import type { Problem } from '../problem'
import * as values from '../values'

const ENDINGS = {
  listed: 'LISTED',
  stored: 'STORED',
  expired: 'EXPIRED',
  cancelled: 'CANCELLED',
  superseded: 'SUPERSEDED',
  unseen: 'UNSEEN',
  undone: 'UNDONE',
} as const satisfies Record<ActivationEnding, string>

const status = z.enum(['REDEEMED', 'FACE_CHECK_PASSED', 'FAILED', ...Object.values(ENDINGS)])

/** The database column holds no larger number. */
const errorCode = z.int().min(0).max(2_147_483_647)

const body = z.discriminatedUnion('event', [
  z.strictObject({ event: z.enum(['FACE_CHECK_STARTED', 'FACE_CHECK_PASSED']) }),
  z.strictObject({
    event: z.literal('FAILED'),
    errorCode: errorCode.describe('The SDK’s error code.'),
  }),
  z.strictObject({
    event: z.literal('BOUND'),
    publicSigningKey: values.publicSigningKey
      .optional()
      .describe('The key of this phone, from getDevicePublicSigningKey.'),
  }),
])

const reported = z.strictObject({
  status: status.describe(
    'Where the activation stands. What ends it is the service’s list, not the report.',
  ),
  failure: z
    .strictObject({
      reason: z.enum(SDK_ERROR_REASONS),
      title: z.string().describe('For the person, in the language of Accept-Language.'),
      detail: z.string(),
      retryAfterSeconds: z.int().optional(),
    })
    .optional(),
})

export const postActivationReport = defineEndpoint({
  method: 'POST',
  path: '/api/v1/activations/{activationId}/report',
  name: 'reportActivation',
  summary: 'Tell how the face check of an activation goes',
  description:
    'Called at each step by the app that redeemed the code: the page shows it at once. For a failure the answer holds words that can be shown to the person.',
  admission: withToken('recognize:activate'),
  parameters: [
    {
      in: 'path',
      name: 'activationId',
      description: 'From the answer to the redeemed code.',
      schema: values.activationNumber,
    },
  ],
  body,
  problems: ['not-found'],
  answers: { 200: reported },
  example: {
    body: { event: 'FAILED', errorCode: 30004 },
    answer: {
      status: 'FAILED',
      failure: {
        reason: 'face-not-matched',
        title: 'The face check didn’t succeed',
        detail:
          'Please try again: even light on your face, the camera at eye level, nothing covering your face.',
      },
    },
  },
  run: report,
})

const EVENTS = {
  FACE_CHECK_STARTED: 'face-check-started',
  FACE_CHECK_PASSED: 'face-check-passed',
  FAILED: 'failed',
  BOUND: 'bound',
} as const satisfies Record<z.infer<typeof body>['event'], ProgressReport['event']>

async function report(
  { who, params, at, t }: Call<TokenHolder>,
  told: z.infer<typeof body>,
): Promise<Result<Answer, Problem>> {
  const number = values.activationNumber.safeParse(params['activationId'])
  if (!number.success) return fail({ code: 'not-found' })
  const progress = {
    event: EVENTS[told.event],
    errorCode: told.event === 'FAILED' ? told.errorCode : null,
    publicSigningKey: (told.event === 'BOUND' ? told.publicSigningKey : null) ?? null,
  }
  const call = { holder: who, number: number.data, report: progress, at }
  const taken = await reportProgress(call)
  if (!taken.ok) return taken
  const { activation, failure } = taken.value
  return succeed({
    status: 200,
    body: { status: statusOf(activation), ...(failure && { failure: failureTexts(failure, t) }) },
  })
}

function statusOf({ ending, facePassedAt, failureCode }: ActivationRow): z.infer<typeof status> {
  if (ending !== null) return ENDINGS[ending]
  if (failureCode !== null) return 'FAILED'
  return facePassedAt === null ? 'REDEEMED' : 'FACE_CHECK_PASSED'
}

function failureTexts(reason: SdkErrorReason, t: Translate) {
  return {
    reason,
    title: t(`api.failure.${reason}.title`),
    detail: t(`api.failure.${reason}.text`),
    ...(reason === 'locked-out' ? { retryAfterSeconds: LOCK_OUT_SECONDS } : {}),
  }
}
