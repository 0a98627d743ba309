import 'server-only'
import { and, eq, lte } from 'drizzle-orm'
import { recordEvent } from '../../audit/log/audit-log'
import { isSameAccount } from '../../auth/authorization/policy'
import { approvals } from '../../database/schema'
import { believedRows, sealRow, updateSealed } from '../../database/sealed-rows'
import { authorize } from '../../auth/authorization/authorize'
import { rememberDevice } from '../../devices/model/device'
import { decideSafeguard, canBeScheduled, type RemovalReason } from '../../devices/model/safeguards'
import type { ReadError } from '../../devices/list/read-devices'
import { findDeviceOrLastKnown } from '../../devices/removal/find-last-known'
import { newReferenceCode } from '../../platform/reference-code'
import type { Deadline } from '../../platform/deadline'
import { fail, succeed, type Result } from '../../platform/result'
import type { SupportRequest } from '../acting/remove-for-person'
import { asAgent, recordedAgent } from '../lookup/agent'
import { returnDaily, takeDaily, type DailyLimitReached } from '../lookup/agent-limits'
import { checkCaller, type CallerCheckError } from '../lookup/check-caller'
import type { AgentCall } from '../lookup/authorize-for-person'
import { authorizeAndRecordView } from '../lookup/record-view'
import { requesterOf } from './own-request'

/** How long a request can be decided. */
export const APPROVAL_MS = 10 * 60_000

/**
 * Why no second agent was asked.
 * - `not-needed` nothing would be the last of its kind: one agent is enough
 * - `refused` for this reason the last one isn't removed, even with an approval
 * - `asked-already` another agent has asked for the same device, or the same one with other words
 */
export type RequestApprovalError =
  | ReadError
  | CallerCheckError
  | DailyLimitReached
  | {
      readonly code:
        'not-allowed' | 'not-found' | 'not-needed' | 'refused' | 'asked-already' | 'not-removable'
    }

/**
 * Asks a second agent to approve a removal; gives the number of the request, also of one that exists already. While the
 * service can't be asked, the request is about the last good list, and an approved removal waits for the service.
 */
export async function requestApproval({
  agent,
  userId: text,
  deviceId,
  reason,
  ticket,
  callNumber = null,
  at,
  deadline,
}: SupportRequest & AgentCall & { readonly deadline: Deadline }): Promise<
  Result<string, RequestApprovalError>
> {
  const action = 'devices:remove:any'
  const authorized = await authorizeAndRecordView({ agent, action, userId: text, at })
  if (!authorized.ok) return authorized
  const { subject } = authorized.value
  const { person } = subject
  const mayList = authorize(agent, 'devices:list:any', subject)
  if (!mayList.ok) return mayList
  const found = await findDeviceOrLastKnown({ authorized: mayList.value, deviceId, at, deadline })
  if (!found.ok) return found
  const { device, userId, impact } = found.value
  const { guard } = impact
  if (!device.removable) return fail({ code: 'not-removable' })
  if (guard === null) return fail({ code: 'not-needed' })
  if (decideSafeguard(guard, reason) === 'refuse' || !isUrgent(reason))
    return fail({ code: 'refused' })
  const remembered = rememberDevice(device)
  const caller = await checkCaller({
    agent,
    owner: subject.owner,
    userId: subject.userIds[0],
    callNumber,
    at,
  })
  if (!caller.ok) return caller
  const counted = { agent, kind: 'removals', at } as const
  return asAgent<string, RequestApprovalError>(agent, at, async (tx) => {
    const taken = await takeDaily({
      ...{ ...counted, within: tx },
      call: { ticket, userId: subject.userIds[0] },
    })
    if (!taken.ok) return taken
    const isSame = and(eq(approvals.userId, userId), eq(approvals.deviceId, deviceId))
    const isOpen = and(isSame, eq(approvals.status, 'open'))
    const isPast = and(isOpen, lte(approvals.expiresAt, at))
    await updateSealed(approvals, { status: 'expired' }, { userId, deviceId }, tx, isPast)
    const [made] = await tx
      .insert(approvals)
      .values(
        sealRow(approvals, {
          number: newReferenceCode(),
          status: 'open',
          requesterIssuer: agent.issuer,
          requesterSubject: agent.subject,
          requesterName: agent.displayName,
          requesterSession: agent.sessionHash,
          userId,
          personName: person?.displayName ?? null,
          deviceId,
          device: remembered,
          reason,
          ticket,
          callerCheck: caller.value,
          removalImpact: impact,
          createdAt: at,
          expiresAt: new Date(at.getTime() + APPROVAL_MS),
          deciderIssuer: null,
          deciderSubject: null,
          deciderName: null,
          decidedAt: null,
          receipt: null,
          failure: null,
        }),
      )
      .onConflictDoNothing()
      .returning({ number: approvals.number })
    if (!made) {
      await returnDaily({ ...counted, within: tx })
      const [open] = believedRows(approvals, await tx.select().from(approvals).where(isOpen), {
        userId,
        deviceId,
      })
      const isRepeated =
        open &&
        isSameAccount(agent, requesterOf(open)) &&
        open.reason === reason &&
        open.ticket === ticket
      return isRepeated ? succeed(open.number) : fail({ code: 'asked-already' })
    }
    const { number } = made
    const detail = { reason, ticket, callerCheck: caller.value, guard, device: remembered }
    const context = { actor: recordedAgent(agent), correlationId: number, at, userId, deviceId }
    await recordEvent({ type: 'approval-requested', version: 1, detail }, context, tx)
    return succeed(number)
  })
}

/** Those that a guard asks a confirmation for. */
function isUrgent(reason: RemovalReason): reason is Exclude<RemovalReason, 'sold' | 'tidying'> {
  return !canBeScheduled(reason)
}
