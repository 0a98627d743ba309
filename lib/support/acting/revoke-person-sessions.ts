import 'server-only'
import { or } from 'drizzle-orm'
import { recordEvent } from '../../audit/log/audit-log'
import type { EndReason } from '../../audit/events/support-events'
import type { Agent } from '../../auth/authorization/actor'
import { revokeSessions, isOwnedBy } from '../../auth/sessions/revoke-sessions'
import { sessionsOf } from '../../auth/sessions/session-store'
import { sessionHasRole } from '../../auth/sessions/assert-session-active'
import { enqueueNotification } from '../../notifications/enqueue-notification'
import { randomId } from '../../platform/crypto'
import { fail, succeed, type Result } from '../../platform/result'
import { recordedAgent } from '../lookup/agent'
import { authorizeAndRecordView } from '../lookup/record-view'

export type RevokeForPersonError = { readonly code: 'not-allowed' | 'not-found' | 'person-unknown' }

class RoleGone extends Error {}

/**
 * Ends all portal sessions of every account behind a Recognize user ID, in an agent's name; gives how many were active. The
 * person is told, and finds it in their history. `person-unknown` nobody has signed in here with that identity. That the
 * agent verified the caller is a condition of asking at all.
 */
export async function revokePersonSessions({
  agent,
  userId: text,
  why,
  ticket,
  at,
}: {
  readonly agent: Agent
  readonly userId: string
  readonly why: EndReason
  readonly ticket: string
  readonly at: Date
}): Promise<Result<number, RevokeForPersonError>> {
  const action = 'sign-ins:end:any'
  const authorized = await authorizeAndRecordView({ agent, action, userId: text, at })
  if (!authorized.ok) return authorized
  const { accounts, userIds } = authorized.value.subject
  const [userId] = userIds
  if (accounts.length === 0) return fail({ code: 'person-unknown' })
  const isAny = (row: { issuer: string; subject: string }) =>
    accounts.some((account) => isOwnedBy(account)(row))
  try {
    const count = await revokeSessions(
      or(...accounts.map(sessionsOf)),
      isAny,
      at,
      async (stood, tx) => {
        if (!(await sessionHasRole(agent.signIn, 'support', at, tx))) throw new RoleGone()
        for (const account of accounts)
          if (stood.some(isOwnedBy(account)))
            await enqueueNotification(
              account,
              { type: 'sign-ins-ended', at: at.toISOString() },
              at,
              tx,
            )
        const detail = { why, ticket, callerVerified: true, signIns: stood.length } as const
        const context = { actor: recordedAgent(agent), correlationId: randomId(), at, userId }
        await recordEvent({ type: 'sign-ins-ended-by-support', version: 1, detail }, context, tx)
      },
    )
    return succeed(count)
  } catch (error) {
    if (error instanceof RoleGone) return fail({ code: 'not-allowed' })
    throw error
  }
}
