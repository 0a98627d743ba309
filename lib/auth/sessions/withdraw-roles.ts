import 'server-only'
import { and, sql } from 'drizzle-orm'
import { recordEvent } from '../../audit/log/audit-log'
import { sessions } from '../../database/schema'
import { inTransaction } from '../../database/transaction'
import { randomId } from '../../platform/crypto'
import { evictSessionsWithin } from './session-cache'
import { isOwnedBy, ownedBy } from './session-selection'

/**
 * Takes all roles from all sessions of a person. It takes effect at once on every replica, because each request reads
 * its session again. The person stays signed in. A role comes back with a later sign-in if the provider still states
 * it. Returns how many sessions had roles.
 */
export async function withdrawRoles(issuer: string, subject: string, at: Date): Promise<number> {
  return inTransaction(async (tx) => {
    evictSessionsWithin(tx, (row) => isOwnedBy(row, { issuer, subject }))
    const rows = await tx
      .update(sessions)
      .set({ roles: [] })
      .where(and(ownedBy({ issuer, subject }), sql`${sessions.roles} <> '[]'::jsonb`))
      .returning({ idHash: sessions.idHash })
    const event = {
      type: 'roles-withdrawn',
      version: 1,
      detail: { signIns: rows.length },
    } as const
    // The actor is the person, so that their erasure leaves no name behind. The role `system` says that the portal
    // acted.
    const actor = { issuer, subject, role: 'system' } as const
    await recordEvent(event, { actor, correlationId: randomId(), at }, tx)
    return rows.length
  })
}
