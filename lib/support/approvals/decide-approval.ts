import 'server-only'
import { and, eq, gt } from 'drizzle-orm'
import { entriesOf, recordEvent } from '../../audit/log/audit-log'
import type { Agent } from '../../auth/authorization/actor'
import type { Permitted } from '../../auth/authorization/authorize'
import { recordAccessRefusal } from '../../auth/authorization/refuse-access'
import { sessionHasRole } from '../../auth/sessions/assert-session-active'
import { database, type Database } from '../../database/connection'
import { approvals } from '../../database/schema'
import { updateSealed } from '../../database/sealed-rows'
import { removalWarning } from '../../devices/model/removal-impact'
import { isOutage } from '../../devices/list/service-outage'
import type { SupportAuthorization } from '../../devices/removal/removal-command'
import {
  removeDevice,
  type RemovalError,
  type RemovalRequest,
  type RemovalResult,
} from '../../devices/removal/remove-device'
import { waitForService } from '../../devices/removal/wait-for-service'
import { newReferenceCode } from '../../platform/reference-code'
import { fail, succeed, type Result } from '../../platform/result'
import { asAgent, recordedAgent } from '../lookup/agent'
import { authorizeForPerson } from '../lookup/authorize-for-person'
import type { ApprovalFailure } from '../support-state'
import { isOwnRequest, requesterOf } from './own-request'
import { findApproval, impactOfRow, type ApprovalRow } from './read-approvals'

/** `own` the agent made the request · `over` another agent decided it, or it has expired */
export type DecisionError = { readonly code: 'not-allowed' | 'not-found' | 'own' | 'over' }

/** What a decision has done: the removal's receipt, or why there is none. */
export type Decided =
  | { readonly status: 'declined' }
  | { readonly status: 'approved'; readonly receipt: string }
  | { readonly status: 'failed'; readonly failure: ApprovalFailure }

type Decision = 'approve' | 'decline'

/** Decides another agent’s request, once. An approval starts the removal in the name of the requester. */
export async function decideApproval({
  agent,
  referenceCode,
  decision,
  clock,
}: {
  readonly agent: Agent
  readonly referenceCode: string
  readonly decision: Decision
  readonly clock: () => Date
}): Promise<Result<Decided, DecisionError>> {
  const action = 'removals:approve:any'
  const row = await findApproval(agent, referenceCode)
  if (row === null) return fail({ code: 'not-found' })
  if (await isOwnRequest(agent, row)) {
    await recordAccessRefusal(agent, action, clock())
    return fail({ code: 'own' })
  }
  const decided = await takeDecision(agent, row, decision, clock())
  if (!decided.ok) return decided
  if (decision === 'decline') return succeed({ status: 'declined' })
  return succeed(await removeApproved(decided.value, clock))
}

/** Writes the decision, if it is still to be made and the agent is still one. */
async function takeDecision(
  agent: Agent,
  { number }: ApprovalRow,
  decision: Decision,
  at: Date,
): Promise<Result<ApprovalRow, DecisionError>> {
  const isOpen = and(eq(approvals.status, 'open'), gt(approvals.expiresAt, at))
  const status = decision === 'approve' ? 'approved' : 'declined'
  const receipt = decision === 'approve' ? newReferenceCode() : null
  return asAgent<ApprovalRow, DecisionError>(agent, at, async (tx) => {
    const decided = {
      status,
      receipt,
      deciderIssuer: agent.issuer,
      deciderSubject: agent.subject,
      deciderName: agent.displayName,
      decidedAt: at,
    } as const
    const [row] = await updateSealed(approvals, decided, { number }, tx, isOpen)
    if (!row) return fail({ code: 'over' })
    const { userId, deviceId } = row
    // A row that was put back with its old seal has a decision in the audit log.
    const entries = await entriesOf([number], [userId], tx)
    if (entries.some(({ type }) => type === 'approval-decided')) return fail({ code: 'over' })
    const context = { correlationId: number, at, userId, deviceId }
    const detail = { decision: status, receipt } as const
    const event = { type: 'approval-decided', version: 1, detail } as const
    await recordEvent(event, { ...context, actor: recordedAgent(agent) }, tx)
    return succeed(row)
  })
}

/** Carries out the approved removal in the name of the requester, who is authorized again. It waits for a service that is down. */
async function removeApproved(row: ApprovalRow, clock: () => Date): Promise<Decided> {
  const { number, deviceId, reason, ticket, callerCheck, userId } = row
  const receipt = row.receipt ?? newReferenceCode()
  const requester = await requesterAsAgent(row, clock())
  const action = 'devices:remove:any'
  const authorized = await authorizeForPerson({ agent: requester, action, userId })
  const request = { deviceId, reason, confirmed: removalWarning(impactOfRow(row)) }
  const support = { ticket, callerCheck, approval: { number, receipt } }
  const removal = authorized.ok
    ? await removeOrWait({ authorized: authorized.value, request, support }, clock)
    : authorized
  if (removal.ok) {
    const { receipt: begun } = removal.value
    if (begun !== receipt) await updateApproval(number, { receipt: begun })
    return { status: 'approved', receipt: begun }
  }
  const failure = approvalFailure(removal.error)
  await database().transaction(async (tx) => {
    await updateApproval(number, { status: 'failed', failure, receipt: null }, tx)
    const actor = recordedAgent(requester)
    const context = { actor, correlationId: number, at: clock(), userId, deviceId }
    const event = { type: 'approval-failed', version: 1, detail: { why: failure } } as const
    await recordEvent(event, context, tx)
  })
  return { status: 'failed', failure }
}

async function removeOrWait(
  asked: Permitted<'devices:remove:any'> & {
    readonly request: RemovalRequest
    readonly support: SupportAuthorization
  },
  clock: () => Date,
): Promise<RemovalResult> {
  const timing = { clock, holdMs: 0 }
  const removed = await removeDevice({ ...asked, timing })
  if (removed.ok || !isOutage(removed.error)) return removed
  const waiting = await waitForService({ ...asked, timing })
  return waiting.ok ? waiting : removed
}

/** The agent who asked, with the role that their session has now; the removal itself asks again when it writes. */
async function requesterAsAgent(row: ApprovalRow, at: Date): Promise<Agent> {
  const requester = requesterOf(row)
  const hasRole = await sessionHasRole(row.requesterSession, 'support', at, database())
  return {
    ...requester,
    displayName: row.requesterName,
    sessionHash: row.requesterSession,
    roles: hasRole ? ['support'] : [],
    // What was seen to be theirs is added where they are authorized.
    ownUserIds: [],
  }
}

async function updateApproval(
  number: string,
  values: Partial<Pick<ApprovalRow, 'status' | 'receipt' | 'failure'>>,
  within: Database = database(),
): Promise<void> {
  await updateSealed(approvals, values, { number }, within)
}

function approvalFailure(error: RemovalError): ApprovalFailure {
  switch (error.code) {
    case 'guarded':
      return 'changed'
    case 'not-allowed':
      return 'requester-gone'
    case 'not-found':
    case 'identity-unknown':
      return 'not-found'
    case 'not-removable':
    case 'in-progress':
      return error.code
    default:
      return 'service-down'
  }
}
