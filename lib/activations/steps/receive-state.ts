import 'server-only'
import { and, eq, gt, isNotNull, isNull } from 'drizzle-orm'
import type { Account } from '../../auth/authorization/actor'
import type { Database } from '../../database/connection'
import { activations } from '../../database/schema'
import { endActivation, lockActivation, NO_FAILURE } from '../tracking/activation-rows'

/** Locks an activation of the holder’s that waits for a temporary state; gives that state’s owner, or null. */
export async function lockAwaitingState(
  holder: Account,
  number: string,
  at: Date,
  tx: Database,
): Promise<{ readonly userId: string } | null> {
  const { issuer, subject } = holder
  const [row] = await lockActivation({ number, issuer, subject }, undefined, tx)
  const isAwaiting =
    row?.purpose === 'make-state' &&
    row.redeemedAt !== null &&
    row.ending === null &&
    at < row.expiresAt
  return isAwaiting ? { userId: row.userId } : null
}

/** Ends an activation whose temporary state was stored in the same transaction. False when it doesn't wait for one any more. */
export async function endWithStoredState(
  number: string,
  stateId: string,
  at: Date,
  tx: Database,
): Promise<boolean> {
  const isAwaiting = and(
    eq(activations.purpose, 'make-state'),
    isNotNull(activations.redeemedAt),
    isNull(activations.ending),
    gt(activations.expiresAt, at),
  )
  const changes = { ...NO_FAILURE, clientStateId: stateId }
  return (await endActivation({ number }, isAwaiting, 'stored', at, tx, changes)).length > 0
}
