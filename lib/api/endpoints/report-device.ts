import 'server-only'
import { z } from 'zod'
import { reportDevice } from '../../devices/list/report-device'
import { authorize } from '../../auth/authorization/authorize'
import type { TokenHolder } from '../../auth/oidc/access-token'
import { fail, succeed, type Result } from '../../platform/result'
import { normaliseUserId } from '../../recognize/user-id'
import { withToken } from '../admission'
import { defineEndpoint, type Answer, type Call } from '../define-endpoint'
import { ownSubjectOf } from '../own-subject'
import type { Problem } from '../problem'
import { serviceProblem } from '../service-problem'
import * as values from '../values'

const body = z.strictObject({
  publicSigningKey: values.publicSigningKey.describe('The key of the device that the app runs on.'),
  userId: values.userId
    .optional()
    .describe('The Recognize user of the device, if the app knows it.'),
})

export const postDeviceReport = defineEndpoint({
  method: 'POST',
  path: '/api/v1/devices/report',
  name: 'reportDevice',
  summary: 'Tell that the app runs on a device',
  description:
    'Called when the app starts: the portal then knows that this row of the list is a phone, and when it was last used.',
  admission: withToken('recognize:report'),
  body,
  problems: [
    'not-known',
    'not-yours',
    'device-not-listed',
    'identity-unknown',
    'service-busy',
    'service-down',
  ],
  answers: { 204: null },
  example: { body: { publicSigningKey: values.EXAMPLE_KEY } },
  run: report,
})

async function report(
  { who, at, deadline }: Call<TokenHolder>,
  { publicSigningKey, userId }: z.infer<typeof body>,
): Promise<Result<Answer, Problem>> {
  const subject = await ownSubjectOf(who, deadline)
  if (!subject.ok) return subject
  const actor = { issuer: who.issuer, subject: who.subject, roles: [] }
  const authorized = authorize(actor, 'devices:report:own', subject.value)
  if (!authorized.ok) return fail({ code: 'not-yours' })
  const candidates = userId === undefined ? subject.value.userIds : [normaliseUserId(userId) ?? '']
  for (const candidate of candidates) {
    const report = { userId: candidate, publicSigningKey, clientId: who.clientId }
    const reported = await reportDevice({ authorized: authorized.value, report, at, deadline })
    if (reported.ok) return succeed({ status: 204 })
    const { error } = reported
    if ('requestId' in error) return fail(serviceProblem(error))
    if (error.code === 'not-allowed') return fail({ code: 'not-yours' })
  }
  return fail({ code: 'device-not-listed' })
}
