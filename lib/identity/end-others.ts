import 'server-only'
import { record } from '../activity/trail'
import { randomId } from '../platform/crypto'
import type { Actor } from './actor'
import { can } from './policy'
import { endOtherSignIns } from './sign-ins'

/** Ends all portal sign-ins of the actor but the present one; gives how many, or null when the actor may not. */
export async function endOthers(actor: Actor, at: Date): Promise<number | null> {
  if (!can(actor, 'sign-ins:end:own', actor)) return null
  await record(
    { type: 'other-sign-ins-ended', version: 1, detail: {} },
    { actor, correlationId: randomId(), at },
  )
  return endOtherSignIns(actor, at)
}
