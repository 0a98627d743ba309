import 'server-only'
import type { SignInRefusal } from '../../audit/events/sign-in-events'
import { recordEvent } from '../../audit/log/audit-log'
import { unlessOutage } from '../../database/outage'
import { randomId } from '../../platform/crypto'
import { addressOf, networkOf } from '../../web/client-address'
import { takeLimit } from '../../web/rate-limits'

/** It isn't known who was refused. */
const SIGN_IN = { issuer: 'recognize-portal', subject: 'sign-in', role: 'system' } as const

/** Records a refused sign-in and its reason, a few a minute: every visitor can cause them. The log has a line each. */
export async function recordSignInRefusal(
  why: SignInRefusal,
  headers: Pick<Headers, 'get'>,
  at: Date,
): Promise<void> {
  await unlessOutage(async () => {
    const address = addressOf(headers)
    const own = address === null ? null : await takeLimit('sign-ins-refused', networkOf(address))
    if (own?.ok === false || !(await takeLimit('all-sign-ins-refused', '')).ok) return
    const context = { actor: SIGN_IN, correlationId: randomId(), at }
    await recordEvent({ type: 'sign-in-refused', version: 1, detail: { why } }, context)
  }, undefined)
}
