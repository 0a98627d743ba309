import 'server-only'
import { and, desc, eq, gt } from 'drizzle-orm'
import { rememberedDevice } from '../../audit/events/recorded-shapes'
import { entriesOf } from '../../audit/log/audit-log'
import { database } from '../../database/connection'
import { approvals } from '../../database/schema'
import type { RemovalImpact } from '../../devices/model/removal-impact'
import { isReferenceCode } from '../../platform/reference-code'
import type { Agent } from '../lookup/agent'
import { APPROVAL_FAILURES, type Approval } from '../support-state'
import { supportSubject } from '../lookup/support-subject'
import { recordView } from '../lookup/record-view'

export type ApprovalRow = typeof approvals.$inferSelect

const MOST_LISTED = 50
/** A removal that was approved is begun within this, or its process has died before. */
const BEGUN_WITHIN_MS = 15_000

/** The same for an agent who opens it: that they look at this person stands in the trail before. */
export async function openApproval(
  agent: Agent,
  number: string,
  at: Date,
): Promise<Approval | null> {
  const row = await findApproval(agent, number)
  if (row === null) return null
  await recordView(agent, row.userId, at)
  return approvalOf(row, agent, at)
}

/** One request as an agent may see it; null when there is none, or when it is about the agent's own devices. */
export async function findApprovalFor(
  agent: Agent,
  number: string,
  at: Date,
): Promise<Approval | null> {
  const row = await findApproval(agent, number)
  return row && approvalOf(row, agent, at)
}

/** The same as it is kept. */
export async function findApproval(agent: Agent, number: string): Promise<ApprovalRow | null> {
  if (!isReferenceCode(number)) return null
  const [row] = await database().select().from(approvals).where(eq(approvals.number, number))
  return row && (await maySee(agent, row)) ? row : null
}

/** The requests that can still be decided, newest first. */
export async function openApprovals(agent: Agent, at: Date): Promise<Approval[]> {
  const rows = await database()
    .select()
    .from(approvals)
    .where(and(eq(approvals.status, 'open'), gt(approvals.expiresAt, at)))
    .orderBy(desc(approvals.createdAt))
    .limit(MOST_LISTED)
  const seen: Approval[] = []
  for (const row of rows) if (await maySee(agent, row)) seen.push(await approvalOf(row, agent, at))
  return seen
}

async function maySee(agent: Agent, { userId }: ApprovalRow): Promise<boolean> {
  return (await supportSubject(agent, 'removals:approve:any', userId)).ok
}

/** Whether the agent made the request. */
export function isRequester(
  { issuer, subject }: Pick<Agent, 'issuer' | 'subject'>,
  row: ApprovalRow,
): boolean {
  return issuer === row.requesterIssuer && subject === row.requesterSubject
}

/** What would be left, as the request says it. */
export function impactOfRow(
  row: ApprovalRow,
): RemovalImpact & { readonly guard: Approval['guard'] } {
  // Written by this portal, and by nobody else.
  return row.outlook as RemovalImpact & { readonly guard: Approval['guard'] }
}

async function approvalOf(row: ApprovalRow, agent: Agent, at: Date): Promise<Approval> {
  const impact = impactOfRow(row)
  const isBegun = await wasBegun(row)
  const isInterrupted = row.status === 'approved' && !isBegun && wasInterrupted(row, at)
  const isExpired = row.status === 'open' && row.expiresAt <= at
  const failure = APPROVAL_FAILURES.find((known) => known === row.failure) ?? null
  return {
    number: row.number,
    status: isInterrupted ? 'failed' : isExpired ? 'expired' : row.status,
    userId: row.userId,
    person: row.personName,
    deviceId: row.deviceId,
    device: rememberedDevice.parse(row.device),
    reason: row.reason,
    ticket: row.ticket,
    guard: impact.guard,
    impact,
    requestedBy: row.requesterName,
    isOwn: isRequester(agent, row),
    requestedAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    decidedBy: row.deciderName,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    receipt: isBegun ? row.receipt : null,
    failure: isInterrupted ? 'interrupted' : failure,
  }
}

/** Whether the removal that was approved has begun, and so has a receipt. */
async function wasBegun({ receipt, userId }: ApprovalRow): Promise<boolean> {
  return receipt !== null && (await entriesOf([receipt], [userId])).length > 0
}

/** Whether the process that should have begun an approved removal has ended before it did. */
function wasInterrupted({ decidedAt }: ApprovalRow, at: Date): boolean {
  return decidedAt !== null && at.getTime() - decidedAt.getTime() >= BEGUN_WITHIN_MS
}
