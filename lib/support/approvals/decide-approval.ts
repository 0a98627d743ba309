import 'server-only'
import { and, eq, gt, ne, or } from 'drizzle-orm'
import { recordEvent } from '../../audit/log/audit-log'
import { database, type Database } from '../../database/connection'
import { approvals } from '../../database/schema'
import { removalWarning } from '../../devices/model/removal-impact'
import { newReferenceCode } from '../../platform/reference-code'
import { authorize } from '../../auth/authorization/authorize'
import {
  removeDevice,
  type RemovalError,
  type RemovalTiming,
} from '../../devices/removal/remove-device'
import { recordAccessRefusal } from '../../auth/authorization/refuse-access'
import { sessionHasRole } from '../../auth/sessions/assert-session-active'
import { fail, succeed, type Result } from '../../platform/result'
import { recordedAgent, type Agent } from '../lookup/agent'
import { findApproval, isRequester, impactOfRow, type ApprovalRow } from './approval-rows'
import type { ApprovalFailure } from '../support-state'
import { accountsOf, supportSubject, type SupportSubject } from '../lookup/support-subject'

/** `own` the agent made the request · `over` it was decided by somebody else, or its time is over */
export type DecisionError = { readonly code: 'not-allowed' | 'not-found' | 'own' | 'over' }

/** What a decision has done: the removal's receipt, or why there is none. */
export type Decided =
  | { readonly status: 'declined' }
  | { readonly status: 'approved'; readonly receipt: string }
  | { readonly status: 'failed'; readonly failure: ApprovalFailure }

/**
 * Decides, once, what another agent asked for. An approval carries the removal out in the name of who asked, whose role
 * must still stand, and only if it would take no more from the person than was approved.
 */
export async function decideApproval(
  agent: Agent,
  number: string,
  decision: 'approve' | 'decline',
  { clock }: Pick<RemovalTiming, 'clock'>,
): Promise<Result<Decided, DecisionError>> {
  const row = await findApproval(agent, number)
  if (row === null) return fail({ code: 'not-found' })
  const subject = await supportSubject(agent, 'removals:approve:any', row.userId)
  if (!subject.ok) return subject
  if (isRequester(agent, row) || (await isSameHuman(agent, row))) {
    await recordAccessRefusal(agent, 'removals:approve:any', clock())
    return fail({ code: 'own' })
  }
  const decided = await takeDecision(agent, number, decision, clock())
  if (!decided.ok) return decided
  if (decision === 'decline') return succeed({ status: 'declined' })
  return succeed(await carryOutApproved(decided.value, subject.value, clock))
}

/** Whether the requester is known by a Recognize user ID that is the agent's own: two accounts, but not two people. */
async function isSameHuman(agent: Agent, row: ApprovalRow): Promise<boolean> {
  const accounts = (await Promise.all(agent.ownUserIds.map(accountsOf))).flat()
  return accounts.some(
    ({ issuer, subject }) => issuer === row.requesterIssuer && subject === row.requesterSubject,
  )
}

/** Writes the decision, if it is still to be made and the agent is still one. */
async function takeDecision(
  agent: Agent,
  number: string,
  decision: 'approve' | 'decline',
  at: Date,
): Promise<Result<ApprovalRow, DecisionError>> {
  const isOthers = or(
    ne(approvals.requesterIssuer, agent.issuer),
    ne(approvals.requesterSubject, agent.subject),
  )
  const isOpen = and(eq(approvals.status, 'open'), gt(approvals.expiresAt, at))
  const status = decision === 'approve' ? 'approved' : 'declined'
  const receipt = decision === 'approve' ? newReferenceCode() : null
  return database().transaction(async (tx): Promise<Result<ApprovalRow, DecisionError>> => {
    if (!(await sessionHasRole(agent.signIn, 'support', at, tx)))
      return fail({ code: 'not-allowed' })
    const [row] = await tx
      .update(approvals)
      .set({
        status,
        receipt,
        deciderIssuer: agent.issuer,
        deciderSubject: agent.subject,
        deciderName: agent.displayName,
        decidedAt: at,
      })
      .where(and(eq(approvals.number, number), isOpen, isOthers))
      .returning()
    if (!row) return fail({ code: 'over' })
    const { userId, deviceId } = row
    const context = { correlationId: number, at, userId, deviceId }
    const detail = { decision: status, receipt } as const
    const event = { type: 'approval-decided', version: 1, detail } as const
    await recordEvent(event, { ...context, actor: recordedAgent(agent) }, tx)
    return succeed(row)
  })
}

async function carryOutApproved(
  row: ApprovalRow,
  subject: SupportSubject,
  clock: () => Date,
): Promise<Decided> {
  const { number, deviceId, reason, ticket, requesterIssuer, requesterSubject } = row
  const receipt = row.receipt ?? newReferenceCode()
  // Whether the role still stands is decided where the intent is written.
  const requester: Agent = {
    issuer: requesterIssuer,
    subject: requesterSubject,
    displayName: row.requesterName ?? '',
    roles: ['support'],
    signIn: row.requesterSignIn,
    ownUserIds: [],
  }
  const authorized = authorize(requester, 'devices:remove:any', subject)
  const removal = authorized.ok
    ? await removeDevice({
        authorized: authorized.value,
        request: { deviceId, reason, confirmed: removalWarning(impactOfRow(row)) },
        support: { ticket, approval: { number, receipt } },
        timing: { clock, holdMs: 0 },
      })
    : authorized
  if (removal.ok) {
    if (removal.value.receipt !== receipt) await change(number, { receipt: removal.value.receipt })
    return { status: 'approved', receipt: removal.value.receipt }
  }
  const failure = failureOf(removal.error)
  await database().transaction(async (tx) => {
    await change(number, { status: 'failed', failure, receipt: null }, tx)
    const actor = recordedAgent(requester)
    const context = { actor, correlationId: number, at: clock(), userId: row.userId, deviceId }
    await recordEvent(
      { type: 'approval-failed', version: 1, detail: { why: failure } },
      context,
      tx,
    )
  })
  return { status: 'failed', failure }
}

async function change(
  number: string,
  values: Partial<ApprovalRow>,
  within: Database = database(),
): Promise<void> {
  await within.update(approvals).set(values).where(eq(approvals.number, number))
}

function failureOf(error: RemovalError): ApprovalFailure {
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
