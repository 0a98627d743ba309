import 'server-only'
import { z } from 'zod'
import type { ActivationRow } from '../../activations/tracking/activation-rows'
import type { ActivationEnding } from '../../activations/tracking/activation-state'
import { lockOutPolicy } from '../../activations/tracking/lock-out'
import {
  COUNTED_TRIES,
  HELP_AFTER_ERROR,
  SDK_ERROR_REASONS,
  type SdkErrorReason,
} from '../../activations/tracking/sdk-error-reasons'
import { ERROR_MODELS } from '../../activations/tracking/sdk-errors'
import { reportProgress, type ProgressReport } from '../../activations/steps/report-progress'
import type { TokenHolder } from '../../auth/oidc/access-token'
import { lockOutSentence } from '../../i18n/lock-out-sentence'
import type { Translate } from '../../i18n/translator'
import { branding } from '../../platform/branding'
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

/** A word of a newer SDK is kept as it is. A code is no place for a text of any length or for control characters. */
const word = z.string().regex(/^[!-~](?:[ -~]{0,62}[!-~])?$/)

const body = z.discriminatedUnion('event', [
  z.strictObject({ event: z.enum(['FACE_CHECK_STARTED', 'FACE_CHECK_PASSED']) }),
  z.strictObject({
    event: z.literal('FAILED'),
    errorCode: z
      .union([z.int(), word])
      .describe('The SDK’s error code, or the name of the error in the model 6.0.0.'),
    errorModel: word
      .optional()
      .describe(
        `The error model of that code: ${ERROR_MODELS.native} for the SDKs before 6.0.0, ${ERROR_MODELS.shared} for the one that web, Android and iOS share. Without it a code that means two things has general words. Another text is kept, and has general words.`,
      ),
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
      reason: z.enum(SDK_ERROR_REASONS).describe('More reasons may be added.'),
      title: z.string().describe('For the person, in the language of Accept-Language.'),
      detail: z.string(),
      retryAfterSeconds: z
        .int()
        .optional()
        .describe(
          'How long a lock-out usually lasts. It is no promise: show no time at which it ends.',
        ),
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
    body: { event: 'FAILED', errorModel: 'NATIVE', errorCode: 30004 },
    answer: {
      status: 'FAILED',
      failure: {
        reason: 'face-not-matched',
        title: 'The face check did not succeed',
        detail:
          'Use even light, hold the camera at eye level, and keep your face uncovered. After 5 tries without success within 10 minutes, the face check pauses, usually for about 10 minutes. Try again here.',
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
    errorModel: (told.event === 'FAILED' ? told.errorModel : null) ?? null,
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
  const policy = lockOutPolicy()
  const sentences = [
    t(`sdkError.${reason}.text`),
    COUNTED_TRIES.includes(reason) ? lockOutSentence(policy, t) : null,
    helpText(reason, t),
  ]
  return {
    reason,
    title: t(`sdkError.${reason}.title`),
    detail: sentences.filter((sentence) => sentence !== null).join(' '),
    ...(reason === 'locked-out' ? { retryAfterSeconds: policy.pauseSeconds } : {}),
  }
}

function helpText(reason: SdkErrorReason, t: Translate): string {
  const help = HELP_AFTER_ERROR[reason]
  switch (help) {
    case 'open-again':
    case 'ask-support':
    case 'ask-maker':
      return t(`api.help.${help}`, { contact: branding().contact ?? t('coverage.support') })
    default:
      return t(`api.help.${help}`)
  }
}
