import 'server-only'
import type { SignInRefusal } from '../../audit/events/sign-in-events'
import { recordEvent } from '../../audit/log/audit-log'
import { unlessOutage } from '../../database/outage'
import { addressOf } from '../../web/client-address'
import { takeLimit } from '../../web/rate-limits'
import { randomId } from '../../platform/crypto'
import { fail, type Result } from '../../platform/result'
import type { Actor } from '../authorization/actor'
import type { Action } from '../authorization/policy'

/**
 * Says in the trail that somebody who is signed in was refused what only staff may do; five times a minute for each, because
 * each entry makes everybody else's wait. While the database is away it isn't said: they are refused all the same.
 */
export async function recordRefusal(
  { issuer, subject }: Pick<Actor, 'issuer' | 'subject'>,
  action: Action,
  at: Date,
): Promise<void> {
  await unlessOutage(async () => {
    const taken = await takeLimit('refusals', JSON.stringify([issuer, subject]))
    if (!taken.ok) return
    // As a person: the role that it takes is what they don't have.
    const context = { actor: { issuer, subject }, correlationId: randomId(), at }
    await recordEvent({ type: 'access-refused', version: 1, detail: { action } }, context)
  }, undefined)
}

/** Says no to somebody, and in the trail that it was said. */
export async function refuse(
  actor: Pick<Actor, 'issuer' | 'subject'>,
  action: Action,
  at: Date,
): Promise<Result<never, { readonly code: 'not-allowed' }>> {
  await recordRefusal(actor, action, at)
  return fail({ code: 'not-allowed' })
}

/** Nobody knows who it was that wasn't signed in. */
const SIGN_IN = { issuer: 'recognize-portal', subject: 'sign-in', role: 'system' } as const

/**
 * Says in the trail that nobody was signed in, and why; five times a minute for each address and thirty times for all
 * together, because anybody can have it said. The log has a line about every one.
 */
export async function recordRefusedSignIn(
  reason: SignInRefusal,
  headers: Pick<Headers, 'get'>,
  at: Date,
): Promise<void> {
  await unlessOutage(async () => {
    const address = addressOf(headers)
    const own = address === null ? null : await takeLimit('sign-ins-refused', address)
    if (own?.ok === false || !(await takeLimit('all-sign-ins-refused', '')).ok) return
    const context = { actor: SIGN_IN, correlationId: randomId(), at }
    await recordEvent({ type: 'sign-in-refused', version: 1, detail: { why: reason } }, context)
  }, undefined)
}
