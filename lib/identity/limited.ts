import 'server-only'
import { record } from '../activity/trail'
import { unlessOutage } from '../database/outage'
import { take, type Limited } from '../limits/limits'
import { randomId } from '../platform/crypto'
import type { Result } from '../platform/result'
import type { Actor } from './actor'

/** What is counted of somebody who is signed in. */
export type PersonalLimit = 'actions' | 'removals' | 'activations' | 'desk-actions'

/** Counts one more for a person; that they were refused stands in the trail, once a minute, because each entry makes everybody else's wait. */
export async function takeFor(
  { issuer, subject }: Pick<Actor, 'issuer' | 'subject'>,
  limit: PersonalLimit,
  at: Date,
): Promise<Result<void, Limited>> {
  const whom = JSON.stringify([issuer, subject])
  const taken = await take(limit, whom)
  if (taken.ok) return taken
  await unlessOutage(async () => {
    if (!(await take('limits-told', whom)).ok) return
    const context = { actor: { issuer, subject }, correlationId: randomId(), at }
    await record({ type: 'limit-reached', version: 1, detail: { limit } }, context)
  }, undefined)
  return taken
}
