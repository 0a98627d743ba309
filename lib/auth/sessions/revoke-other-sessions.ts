import 'server-only'
import { recordEvent } from '../../audit/log/audit-log'
import { database, type Database } from '../../database/connection'
import { randomId } from '../../platform/crypto'
import type { Actor } from '../authorization/actor'
import { can } from '../authorization/policy'
import { revokeOtherSessionRows, evictOwnSessions } from './session-store'

/** Ends all portal sign-ins of the actor but the present one; gives how many, or null when the actor may not. Within a caller's transaction, that one calls `forgetOwnSignIns` after it. */
export async function revokeOtherSessions(
  actor: Actor,
  at: Date,
  within: Database = database(),
): Promise<number | null> {
  if (!can(actor, 'sign-ins:end:own', actor)) return null
  const event = { type: 'other-sign-ins-ended', version: 1, detail: {} } as const
  const count = await within.transaction(async (tx) => {
    const ended = await revokeOtherSessionRows(actor, at, tx)
    // Anybody may ask for it without end (docs/limits.md).
    if (ended > 0) await recordEvent(event, { actor, correlationId: randomId(), at }, tx)
    return ended
  })
  evictOwnSessions(actor)
  return count
}
