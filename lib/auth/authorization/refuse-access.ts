import 'server-only'
import { recordEvent } from '../../audit/log/audit-log'
import { unlessOutage } from '../../database/outage'
import { takeLimit } from '../../web/rate-limits'
import { randomId } from '../../platform/crypto'
import { fail, type Result } from '../../platform/result'
import type { Actor } from './actor'
import type { Action } from './policy'

/** Records that a person was refused an action of staff, five times a minute at most and not during an outage. */
export async function recordAccessRefusal(
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

/** Refuses what only staff may do, and records it. */
export async function refuseAccess(
  actor: Pick<Actor, 'issuer' | 'subject'>,
  action: Action,
  at: Date,
): Promise<Result<never, { readonly code: 'not-allowed' }>> {
  await recordAccessRefusal(actor, action, at)
  return fail({ code: 'not-allowed' })
}
