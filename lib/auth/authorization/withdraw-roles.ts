import 'server-only'
import { and, eq, sql } from 'drizzle-orm'
import { recordEvent } from '../../audit/log/audit-log'
import { database } from '../../database/connection'
import { sessions } from '../../database/schema'
import { randomId } from '../../platform/crypto'
import { evictSessions } from '../sessions/session-cache'

/**
 * Takes all roles from all sessions of a person, at once and for every replica, because each request reads its session
 * anew. The sessions stay. A later sign-in brings a role back if the provider still states it. Gives how many sessions had
 * roles.
 */
export async function withdrawRoles(issuer: string, subject: string, at: Date): Promise<number> {
  const withdrawn = await database().transaction(async (tx) => {
    const rows = await tx
      .update(sessions)
      .set({ roles: [] })
      .where(
        and(
          eq(sessions.issuer, issuer),
          eq(sessions.subject, subject),
          sql`${sessions.roles} <> '[]'::jsonb`,
        ),
      )
      .returning({ idHash: sessions.idHash })
    const event = {
      type: 'roles-withdrawn',
      version: 1,
      detail: { signIns: rows.length },
    } as const
    // The entry belongs to the person, so that erasing them erases it; the role says that the portal did it.
    const actor = { issuer, subject, role: 'system' } as const
    await recordEvent(event, { actor, correlationId: randomId(), at }, tx)
    return rows.length
  })
  evictSessions((row) => row.issuer === issuer && row.subject === subject)
  return withdrawn
}
