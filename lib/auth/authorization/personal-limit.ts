import 'server-only'
import { recordEvent } from '../../audit/log/audit-log'
import { unlessOutage } from '../../database/outage'
import { takeLimit, type LimitReached } from '../../web/rate-limits'
import { randomId } from '../../platform/crypto'
import type { Result } from '../../platform/result'
import type { Actor } from './actor'

/** What is counted for each person who is signed in. */
export type PersonalLimit = 'actions' | 'removals' | 'activations' | 'desk-actions'

/** Counts one more for a person. A refusal is recorded once a minute at most, because entries are written one after the other. */
export async function takePersonalLimit(
  { issuer, subject }: Pick<Actor, 'issuer' | 'subject'>,
  limit: PersonalLimit,
  at: Date,
): Promise<Result<void, LimitReached>> {
  const key = JSON.stringify([issuer, subject])
  const taken = await takeLimit(limit, key)
  if (taken.ok) return taken
  await unlessOutage(async () => {
    if (!(await takeLimit('limits-told', key)).ok) return
    const context = { actor: { issuer, subject }, correlationId: randomId(), at }
    await recordEvent({ type: 'limit-reached', version: 1, detail: { limit } }, context)
  }, undefined)
  return taken
}
