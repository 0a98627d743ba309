import 'server-only'
import { record } from '../activity/trail'
import { database, type Database } from '../database/connection'
import { randomId } from '../platform/crypto'
import type { Actor } from './actor'
import { can } from './policy'
import { endOtherSignIns, forgetOwnSignIns } from './sign-ins'

/** Ends all portal sign-ins of the actor but the present one; gives how many, or null when the actor may not. Within a caller's transaction, that one calls `forgetOwnSignIns` after it. */
export async function endOthers(
  actor: Actor,
  at: Date,
  within: Database = database(),
): Promise<number | null> {
  if (!can(actor, 'sign-ins:end:own', actor)) return null
  const event = { type: 'other-sign-ins-ended', version: 1, detail: {} } as const
  const count = await within.transaction(async (tx) => {
    const ended = await endOtherSignIns(actor, at, tx)
    // Anybody may ask for it without end (docs/limits.md).
    if (ended > 0) await record(event, { actor, correlationId: randomId(), at }, tx)
    return ended
  })
  forgetOwnSignIns(actor)
  return count
}
