import 'server-only'
import { lt, type SQL } from 'drizzle-orm'
import { recordEvent } from '../../audit/log/audit-log'
import { database } from '../../database/connection'
import { supportViews } from '../../database/schema'
import { believedRows, isAsked, sealRow } from '../../database/sealed-rows'
import type { Agent } from '../../auth/authorization/actor'
import type { Authorization, PersonAction } from '../../auth/authorization/authorize'
import { recordAccessRefusal } from '../../auth/authorization/refuse-access'
import { randomId } from '../../platform/crypto'
import { succeed, type Result } from '../../platform/result'
import { recordedAgent } from './agent'
import { takeDaily, type DailyLimitReached } from './agent-limits'
import {
  authorizeForPerson,
  type AgentCall,
  type PersonRefusal,
  type PersonSubject,
} from './authorize-for-person'

/** An agent's page that refreshes itself is one view of a person's devices. */
export const ONE_VIEW_MS = 10 * 60_000

/** Why an agent doesn’t get to see a person: also because they looked at as many today as one agent may. */
export type ViewRefusal = PersonRefusal | DailyLimitReached

/** The proof that an agent may do `action` for a person. The audit log records the look, or the refusal, first. */
export async function authorizeAndRecordView<const Allowed extends PersonAction>({
  at,
  ...asked
}: AgentCall & { readonly action: Allowed }): Promise<
  Result<Authorization<Allowed, PersonSubject, Agent>, ViewRefusal>
> {
  const { agent, action } = asked
  const authorized = await authorizeForPerson(asked)
  if (authorized.ok) {
    const seen = await recordView(agent, authorized.value.subject.userIds[0], at)
    return seen.ok ? authorized : seen
  }
  if (authorized.error.code === 'not-allowed') await recordAccessRefusal(agent, action, at)
  return authorized
}

/**
 * Writes into the audit log that an agent looks at a person, whose own history shows it; once in ten minutes, because a
 * page that refreshes itself is one look. It counts against the looks of the day; the page of a request is never refused.
 */
export async function recordView(
  agent: Agent,
  userId: string,
  at: Date,
  isUnlimited = false,
): Promise<Result<void, DailyLimitReached>> {
  const { issuer, subject } = agent
  const asked = { issuer, subject, userId }
  const isView = isAsked(supportViews, asked)
  return database().transaction(async (tx) => {
    const row = sealRow(supportViews, { issuer, subject, userId, at })
    const target = [supportViews.issuer, supportViews.subject, supportViews.userId]
    const isOld = lt(supportViews.at, new Date(at.getTime() - ONE_VIEW_MS))
    const view = (setWhere: SQL | undefined) =>
      tx
        .insert(supportViews)
        .values(row)
        .onConflictDoUpdate({ target, set: row, ...(setWhere && { setWhere }) })
        .returning({ at: supportViews.at })
    if ((await view(isOld)).length === 0) {
      const known = await tx.select().from(supportViews).where(isView)
      if (believedRows(supportViews, known, asked).length > 0) return succeed(undefined)
      await view(undefined)
    }
    const taken = await takeDaily({ agent, kind: 'looks', at, within: tx, isUnlimited })
    if (!taken.ok) {
      // The next try must not count as a look that went on.
      await tx.delete(supportViews).where(isView)
      return taken
    }
    const context = { actor: recordedAgent(agent), correlationId: randomId(), at, userId }
    await recordEvent({ type: 'person-viewed', version: 1, detail: {} }, context, tx)
    return succeed(undefined)
  })
}
