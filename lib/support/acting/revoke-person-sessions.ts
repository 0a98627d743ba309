import 'server-only'
import type { EndReason } from '../../audit/events/support-events'
import { revokeSessions } from '../../auth/sessions/revoke-sessions'
import { isOwnedBy } from '../../auth/sessions/session-selection'
import { sessionHasRole } from '../../auth/sessions/assert-session-active'
import { inTransaction } from '../../database/transaction'
import { enqueueNotification } from '../../notifications/enqueue-notification'
import { fail, succeed, type Result } from '../../platform/result'
import { recordedAgent, type Agent } from '../lookup/agent'
import { accountsOf } from '../lookup/support-subject'
import { viewedSubject } from '../lookup/record-view'

export type EndForError = { readonly code: 'not-allowed' | 'not-found' | 'person-unknown' }

/** What an agent says when they end somebody's sign-ins; that they verified the caller is a condition of asking at all. */
export type EndRequest = { readonly why: EndReason; readonly ticket: string }

/**
 * Ends all portal sign-ins of every account behind a Recognize user ID, in an agent's name; gives how many stood. The person
 * is told, and finds it in their history. `person-unknown` nobody has signed in here with that identity.
 */
export async function revokePersonSessions(
  agent: Agent,
  text: string,
  { why, ticket }: EndRequest,
  at: Date,
): Promise<Result<number, EndForError>> {
  const subject = await viewedSubject(agent, 'sign-ins:end:any', text, at)
  if (!subject.ok) return subject
  const [userId] = subject.value.userIds
  const accounts = await accountsOf(userId)
  if (accounts.length === 0) return fail({ code: 'person-unknown' })
  return inTransaction(async (within) => {
    if (!(await sessionHasRole(agent.signIn, 'support', at, within)))
      return fail({ code: 'not-allowed' })
    const revoked = await revokeSessions({
      which: { kind: 'owners', owners: accounts },
      by: { kind: 'support', agent: recordedAgent(agent), userId, why, ticket },
      at,
      within,
    })
    const notification = { type: 'sign-ins-ended', at: at.toISOString() } as const
    for (const account of accounts)
      if (revoked.some((row) => isOwnedBy(row, account)))
        await enqueueNotification(account, notification, at, within)
    return succeed(revoked.length)
  })
}
