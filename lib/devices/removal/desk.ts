import 'server-only'
import { record } from '../../activity/trail'
import type { Database } from '../../database/connection'
import { stillHasRole } from '../../identity/withdraw-roles'
import { contextOf } from './context'
import type { RemovalOrder } from './pending'

/** An agent's role is asked for where the intent is written, so that it can't be taken away in between. */
export async function mayStill({ desk }: RemovalOrder, tx: Database): Promise<boolean> {
  return desk === null || (await stillHasRole(desk.signIn, 'support', tx))
}

/** Writes on whose word an agent removes; nothing of a person's own removal. */
export async function recordDesk(order: RemovalOrder, at: Date, tx: Database): Promise<void> {
  const { desk, reason } = order
  if (desk === null) return
  const { ticket, approval } = desk
  const detail = { reason, ticket, callerVerified: true, approval } as const
  await record({ type: 'removal-by-support', version: 1, detail }, contextOf(order, at), tx)
}
