import 'server-only'
import { and, eq, sql } from 'drizzle-orm'
import { record } from '../activity/trail'
import { database } from '../database/connection'
import { signIns } from '../database/schema'
import { randomId } from '../platform/crypto'
import { forgetSignIns } from './recent-sign-ins'

/**
 * Takes all roles from all sign-ins of a person, at once and for every replica: each request reads its sign-in anew. They
 * stay signed in as the person they are; a role comes back with a sign-in after this at which the provider still states it.
 * Gives how many sign-ins had roles.
 */
export async function withdrawRoles(issuer: string, subject: string, at: Date): Promise<number> {
  const withdrawn = await database().transaction(async (tx) => {
    const rows = await tx
      .update(signIns)
      .set({ roles: [] })
      .where(
        and(
          eq(signIns.issuer, issuer),
          eq(signIns.subject, subject),
          sql`${signIns.roles} <> '[]'::jsonb`,
        ),
      )
      .returning({ idHash: signIns.idHash })
    const event = {
      type: 'roles-withdrawn',
      version: 1,
      detail: { signIns: rows.length },
    } as const
    // It stands with the person, so that erasing them leaves nobody's name behind; the portal did it, not they.
    const actor = { issuer, subject, role: 'system' } as const
    await record(event, { actor, correlationId: randomId(), at }, tx)
    return rows.length
  })
  forgetSignIns((row) => row.issuer === issuer && row.subject === subject)
  return withdrawn
}
