import 'server-only'
import { and, asc, eq, inArray, lte } from 'drizzle-orm'
import type { AuditEvent } from '../../audit/events/events'
import { recordEvent, type EntryContext } from '../../audit/log/audit-log'
import { database, type Database } from '../../database/connection'
import { clientStates } from '../../database/schema'

type Why = Extract<AuditEvent, { type: 'client-state-destroyed' }>['detail']['why']

/** The actor, the operation and the time of a destruction. */
export type Destruction = Pick<EntryContext, 'actor' | 'correlationId' | 'at'>

/** The actor when the portal itself destroys states that have expired or have lost their row. */
export const STATE_MAINTENANCE = {
  issuer: 'recognize-portal',
  subject: 'state-keeper',
  role: 'system',
} as const
const AT_ONCE = 50

const destroyed = {
  id: clientStates.id,
  userId: clientStates.userId,
  deviceId: clientStates.deviceId,
  kind: clientStates.kind,
}
type Destroyed = Pick<typeof clientStates.$inferSelect, keyof typeof destroyed>

/** Destroys a state of that user, in one transaction with the entry of the audit log. False when there is no such state. */
export async function destroyState(
  id: string,
  userId: string,
  why: Why,
  context: Destruction,
  within: Database = database(),
): Promise<boolean> {
  return within.transaction(async (tx) => {
    const [row] = await tx
      .delete(clientStates)
      .where(and(eq(clientStates.id, id), eq(clientStates.userId, userId)))
      .returning(destroyed)
    if (row) await recordDestroyed(row, why, context, tx)
    return row !== undefined
  })
}

/** Destroys the states of a device that is gone from the service's list; gives how many. */
export async function destroyStatesOfDevice(
  userId: string,
  deviceId: string,
  context: Destruction,
  within: Database = database(),
): Promise<number> {
  return within.transaction(async (tx) => {
    const rows = await tx
      .delete(clientStates)
      .where(and(eq(clientStates.userId, userId), eq(clientStates.deviceId, deviceId)))
      .returning(destroyed)
    for (const row of rows) await recordDestroyed(row, 'device-removed', context, tx)
    return rows.length
  })
}

/** Destroys all states that have expired at `at`; gives how many. Several replicas share the work. */
export async function destroyExpired(at: Date): Promise<number> {
  for (let count = 0; ;) {
    const gone = await destroySomeExpired(at)
    count += gone
    if (gone < AT_ONCE) return count
  }
}

async function destroySomeExpired(at: Date): Promise<number> {
  return database().transaction(async (tx) => {
    const expired = tx
      .select({ id: clientStates.id })
      .from(clientStates)
      .where(lte(clientStates.expiresAt, at))
      .orderBy(asc(clientStates.expiresAt))
      .limit(AT_ONCE)
      .for('update', { skipLocked: true })
    const rows = await tx
      .delete(clientStates)
      .where(inArray(clientStates.id, expired))
      .returning(destroyed)
    for (const row of rows)
      await recordDestroyed(
        row,
        'expired',
        { actor: STATE_MAINTENANCE, correlationId: row.id, at },
        tx,
      )
    return rows.length
  })
}

async function recordDestroyed(
  { id, userId, deviceId, kind }: Destroyed,
  why: Why,
  context: Destruction,
  tx: Database,
): Promise<void> {
  const about = deviceId === null ? { userId } : { userId, deviceId }
  const detail = { id, kind, why }
  await recordEvent(
    { type: 'client-state-destroyed', version: 1, detail },
    { ...context, ...about },
    tx,
  )
}
