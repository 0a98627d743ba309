import 'server-only'
import { and, isNull, sql } from 'drizzle-orm'
import { recordEvent } from '../../audit/log/audit-log'
import { sessions } from '../../database/schema'
import { updateSealed } from '../../database/sealed-rows'
import { inTransaction } from '../../database/transaction'
import { randomId } from '../../platform/crypto'
import { isSameAccount } from '../authorization/policy'
import { evictSessionsWithin } from './session-cache'

/** Takes all roles from a person’s sessions, at once on every replica; gives how many had any. */
export async function withdrawRoles(issuer: string, subject: string, at: Date): Promise<number> {
  return inTransaction(async (tx) => {
    evictSessionsWithin(tx, (row) => isSameAccount(row, { issuer, subject }))
    const hasRoles = and(isNull(sessions.endedAt), sql`${sessions.roles} <> '[]'::jsonb`)
    const rows = await updateSealed(sessions, { roles: [] }, { issuer, subject }, tx, hasRoles)
    const detail = { signIns: rows.length }
    // The actor is the person, so that their erasure leaves no name behind. The role `system` says that the portal
    // acted.
    const actor = { issuer, subject, role: 'system' } as const
    const context = { actor, correlationId: randomId(), at }
    await recordEvent({ type: 'roles-withdrawn', version: 1, detail }, context, tx)
    return rows.length
  })
}
