import 'server-only'
import { and, asc, eq, inArray, lte, type SQL } from 'drizzle-orm'
import type { AuditEvent } from '../../audit/events/events'
import { recordEvent, type EntryContext } from '../../audit/log/audit-log'
import { database, type Database } from '../../database/connection'
import { clientStates } from '../../database/schema'
import { believableColumns, believedRows } from '../../database/sealed-rows'

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

/**
 * Destroys the states that `where` picks, in one transaction with their entries in the audit log; gives how many. A row
 * with a wrong seal goes as well, but no entry states what somebody wrote into it.
 */
async function destroyWhere(
  where: SQL | undefined,
  why: Why,
  contextOf: (id: string) => Destruction,
  within: Database,
): Promise<number> {
  return within.transaction(async (tx) => {
    const rows = await tx
      .delete(clientStates)
      .where(where)
      .returning(believableColumns(clientStates))
    for (const row of believedRows(clientStates, rows, {})) {
      const detail = { id: row.id, kind: row.kind, why }
      const about = { userId: row.userId, ...(row.deviceId !== null && { deviceId: row.deviceId }) }
      const context = { ...contextOf(row.id), ...about }
      await recordEvent({ type: 'client-state-destroyed', version: 1, detail }, context, tx)
    }
    return rows.length
  })
}

/** Destroys a state of that user, in one transaction with the entry of the audit log. False when there is no such state. */
export async function destroyState(
  id: string,
  userId: string,
  why: Why,
  context: Destruction,
  within: Database = database(),
): Promise<boolean> {
  const isThis = and(eq(clientStates.id, id), eq(clientStates.userId, userId))
  return (await destroyWhere(isThis, why, () => context, within)) > 0
}

/** Destroys the states of a device that is gone from the service's list; gives how many. */
export async function destroyStatesOfDevice(
  userId: string,
  deviceId: string,
  context: Destruction,
  within: Database = database(),
): Promise<number> {
  const isOfDevice = and(eq(clientStates.userId, userId), eq(clientStates.deviceId, deviceId))
  return destroyWhere(isOfDevice, 'device-removed', () => context, within)
}

/** Destroys all states that have expired at `at`; gives how many. Several replicas share the work. */
export async function destroyExpired(at: Date): Promise<number> {
  const contextOf = (id: string) => ({ actor: STATE_MAINTENANCE, correlationId: id, at })
  for (let count = 0; ;) {
    const some = database()
      .select({ id: clientStates.id })
      .from(clientStates)
      .where(lte(clientStates.expiresAt, at))
      .orderBy(asc(clientStates.expiresAt))
      .limit(AT_ONCE)
      .for('update', { skipLocked: true })
    const isExpired = inArray(clientStates.id, some)
    const gone = await destroyWhere(isExpired, 'expired', contextOf, database())
    count += gone
    if (gone < AT_ONCE) return count
  }
}
