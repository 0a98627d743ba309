import 'server-only'
import { record } from '../activity/trail'
import { database, type Database } from '../database/connection'
import { randomId } from '../platform/crypto'
import type { Actor } from './actor'
import { can } from './policy'
import { endOtherSignIns } from './sign-ins'

/** Ends all portal sign-ins of the actor but the present one; gives how many, or null when the actor may not. Within a caller's transaction, that one calls `forgetOwnSignIns` after it. */
export async function endOthers(
  actor: Actor,
  at: Date,
  within: Database = database(),
): Promise<number | null> {
  if (!can(actor, 'sign-ins:end:own', actor)) return null
  await record(
    { type: 'other-sign-ins-ended', version: 1, detail: {} },
    { actor, correlationId: randomId(), at },
    within,
  )
  return endOtherSignIns(actor, at, within)
}
