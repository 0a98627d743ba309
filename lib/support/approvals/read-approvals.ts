import 'server-only'
import { and, desc, eq, gt } from 'drizzle-orm'
import { rememberedDevice } from '../../audit/events/recorded-shapes'
import { entriesOf } from '../../audit/log/audit-log'
import type { Agent } from '../../auth/authorization/actor'
import { database } from '../../database/connection'
import { approvals } from '../../database/schema'
import { believedRows, isAsked } from '../../database/sealed-rows'
import type { RemovalImpact } from '../../devices/model/removal-impact'
import { isReferenceCode } from '../../platform/reference-code'
import { authorizeForPerson } from '../lookup/authorize-for-person'
import { recordView } from '../lookup/record-view'
import { APPROVAL_FAILURES, type Approval } from '../support-state'
import { isOwnRequest } from './own-request'

export type ApprovalRow = typeof approvals.$inferSelect

const MOST_LISTED = 50
/** In milliseconds. An approved removal starts within this time, even where the service is slow. If it doesn't, its process has died. */
const BEGUN_WITHIN_MS = 30_000

type Asked = { readonly agent: Agent; readonly referenceCode: string; readonly at: Date }

/**
 * One request as an agent may see it; null when there is none, or when it is about the agent's own devices. The audit log
 * records the look first.
 */
export async function readApproval({ agent, referenceCode, at }: Asked): Promise<Approval | null> {
  const row = await findApproval(agent, referenceCode)
  if (row === null) return null
  await recordView(agent, row.userId, at, true)
  return approvalOf(row, agent, at)
}

/** The row of a request that the agent may see; null otherwise. */
export async function findApproval(
  agent: Agent,
  referenceCode: string,
): Promise<ApprovalRow | null> {
  if (!isReferenceCode(referenceCode)) return null
  const asked = { number: referenceCode }
  const rows = await database().select().from(approvals).where(isAsked(approvals, asked))
  const [row] = believedRows(approvals, rows, asked)
  return row && (await maySee(agent, row)) ? row : null
}

/** The requests that can still be decided and that the agent may see, newest first. */
export async function listOpenApprovals({
  agent,
  at,
}: Omit<Asked, 'referenceCode'>): Promise<Approval[]> {
  const rows = await database()
    .select()
    .from(approvals)
    .where(and(eq(approvals.status, 'open'), gt(approvals.expiresAt, at)))
    .orderBy(desc(approvals.createdAt))
    .limit(MOST_LISTED)
  const seen: Approval[] = []
  for (const row of believedRows(approvals, rows, { status: 'open' }))
    if (await maySee(agent, row)) seen.push(await approvalOf(row, agent, at))
  return seen
}

async function maySee(agent: Agent, { userId }: ApprovalRow): Promise<boolean> {
  return (await authorizeForPerson({ agent, action: 'removals:approve:any', userId })).ok
}

/** What would be left, as the request says it. */
export function impactOfRow(
  row: ApprovalRow,
): RemovalImpact & { readonly guard: Approval['guard'] } {
  // Only this portal writes the column.
  return row.removalImpact as RemovalImpact & { readonly guard: Approval['guard'] }
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
    requesterAccount: row.requesterSubject,
    callerCheck: row.callerCheck,
    isOwn: await isOwnRequest(agent, row),
    requestedAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    decidedBy: row.deciderName,
    deciderAccount: row.deciderSubject,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    receipt: isBegun ? row.receipt : null,
    failure: isInterrupted ? 'interrupted' : failure,
  }
}

/** Whether the approved removal has started, and so has a receipt. */
async function wasBegun({ receipt, userId }: ApprovalRow): Promise<boolean> {
  return receipt !== null && (await entriesOf([receipt], [userId])).length > 0
}

/** Whether the process of an approved removal died before the removal started. */
function wasInterrupted({ decidedAt }: ApprovalRow, at: Date): boolean {
  return decidedAt !== null && at.getTime() - decidedAt.getTime() >= BEGUN_WITHIN_MS
}
