import 'server-only'
import { record } from '../activity/trail'
import { unlessOutage } from '../database/outage'
import { take } from '../limits/limits'
import { randomId } from '../platform/crypto'
import { fail, type Result } from '../platform/result'
import type { Actor } from './actor'
import type { Action } from './policy'

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
    const taken = await take('refusals', JSON.stringify([issuer, subject]))
    if (!taken.ok) return
    // As a person: the role that it takes is what they don't have.
    const context = { actor: { issuer, subject }, correlationId: randomId(), at }
    await record({ type: 'access-refused', version: 1, detail: { action } }, context)
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
