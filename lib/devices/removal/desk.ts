import 'server-only'
import { record } from '../../activity/trail'
import type { Database } from '../../database/connection'
import { stillHasRole } from '../../identity/withdraw-roles'
import { tell } from '../../notifications/tell'
import { contextOf } from './context'
import type { RemovalOrder } from './pending'

/** An agent's role is asked for where the intent is written, so that it can't be taken away in between. */
export async function mayStill({ desk }: RemovalOrder, at: Date, tx: Database): Promise<boolean> {
  return desk === null || (await stillHasRole(desk.signIn, 'support', at, tx))
}

/**
 * Of an agent's removal: tells the person at once, where the portal knows them, and writes on whose word it is done. `until`
 * is when a held one is carried out. Nothing of a person's own removal.
 */
export async function announceDesk(
  order: RemovalOrder,
  until: Date | null,
  at: Date,
  tx: Database,
): Promise<void> {
  const { desk, reason, device } = order
  if (desk === null) return
  if (desk.owner !== null) {
    const { kind, osVersion: description, fingerprint } = device
    const notice = {
      type: 'removed-by-support',
      at: at.toISOString(),
      device: { kind, description, fingerprint },
      until: until?.toISOString() ?? null,
    } as const
    await tell(desk.owner, notice, at, tx)
  }
  const { ticket, approval } = desk
  const detail = { reason, ticket, callerVerified: true, approval } as const
  await record({ type: 'removal-by-support', version: 1, detail }, contextOf(order, at), tx)
}
