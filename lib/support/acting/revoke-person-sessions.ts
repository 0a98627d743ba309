import 'server-only'
import type { EndReason } from '../../audit/events/support-events'
import { revokeSessions } from '../../auth/sessions/revoke-sessions'
import { isSameAccount } from '../../auth/authorization/policy'
import { enqueueNotification } from '../../notifications/enqueue-notification'
import { fail, succeed, type Result } from '../../platform/result'
import { asAgent, recordedAgent } from '../lookup/agent'
import { takeDaily, type DailyLimitReached } from '../lookup/agent-limits'
import { checkCaller, type CallerCheckError, type CallerProof } from '../lookup/check-caller'
import type { AgentCall, PersonRefusal } from '../lookup/authorize-for-person'
import { authorizeAndRecordView } from '../lookup/record-view'

type RevokeError =
  PersonRefusal | CallerCheckError | DailyLimitReached | { readonly code: 'person-unknown' }

/** Ends all sessions of every account behind a Recognize user ID, and notifies them; gives how many there were. */
export async function revokePersonSessions({
  agent,
  userId: text,
  why,
  ticket,
  callNumber = null,
  at,
}: AgentCall & CallerProof & { readonly why: EndReason; readonly ticket: string }): Promise<
  Result<number, RevokeError>
> {
  const action = 'sign-ins:end:any'
  const authorized = await authorizeAndRecordView({ agent, action, userId: text, at })
  if (!authorized.ok) return authorized
  const { accounts, owner, userIds } = authorized.value.subject
  const [userId] = userIds
  if (accounts.length === 0) return fail({ code: 'person-unknown' })
  const caller = await checkCaller({ agent, owner, userId, callNumber, at })
  if (!caller.ok) return caller
  return asAgent<number, RevokeError>(agent, at, async (within) => {
    const taken = await takeDaily({
      ...{ agent, kind: 'ended-sessions', at, within },
      call: { ticket, userId },
    })
    if (!taken.ok) return taken
    const revoked = await revokeSessions({
      which: { kind: 'owners', owners: accounts },
      by: {
        kind: 'support',
        agent: recordedAgent(agent),
        ...{ userId, why, ticket, callerCheck: caller.value },
      },
      at,
      within,
    })
    const notification = { type: 'sign-ins-ended', at: at.toISOString() } as const
    for (const account of accounts)
      if (revoked.some((row) => isSameAccount(row, account)))
        await enqueueNotification(account, notification, at, within)
    return succeed(revoked.length)
  })
}
