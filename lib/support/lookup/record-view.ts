import 'server-only'
import { and, eq, lt, type SQL } from 'drizzle-orm'
import { recordEvent } from '../../audit/log/audit-log'
import { database } from '../../database/connection'
import { supportViews } from '../../database/schema'
import { believedRows, sealRow } from '../../database/sealed-rows'
import type { Agent } from '../../auth/authorization/actor'
import type { Authorization, PersonAction } from '../../auth/authorization/authorize'
import { recordAccessRefusal } from '../../auth/authorization/refuse-access'
import { randomId } from '../../platform/crypto'
import type { Result } from '../../platform/result'
import { recordedAgent } from './agent'
import {
  authorizeForPerson,
  type AgentCall,
  type PersonRefusal,
  type PersonSubject,
} from './authorize-for-person'

/** An agent's page that refreshes itself is one view of a person's devices. */
export const ONE_VIEW_MS = 10 * 60_000

/** The proof that an agent may do `action` for a person. The audit log records the look, or the refusal, first. */
export async function authorizeAndRecordView<const Allowed extends PersonAction>({
  at,
  ...asked
}: AgentCall & { readonly action: Allowed }): Promise<
  Result<Authorization<Allowed, PersonSubject, Agent>, PersonRefusal>
> {
  const { agent, action } = asked
  const authorized = await authorizeForPerson(asked)
  if (authorized.ok) await recordView(agent, authorized.value.subject.userIds[0], at)
  else if (authorized.error.code === 'not-allowed') await recordAccessRefusal(agent, action, at)
  return authorized
}

/** Writes into the audit log that an agent looks at a person; once in ten minutes, because a page that refreshes itself is one look. */
export async function recordView(agent: Agent, userId: string, at: Date): Promise<void> {
  const { issuer, subject } = agent
  await database().transaction(async (tx) => {
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
      const isThis = and(
        eq(supportViews.issuer, issuer),
        eq(supportViews.subject, subject),
        eq(supportViews.userId, userId),
      )
      const known = await tx.select().from(supportViews).where(isThis)
      if (believedRows(supportViews, known).length > 0) return
      await view(undefined)
    }
    const context = { actor: recordedAgent(agent), correlationId: randomId(), at, userId }
    await recordEvent({ type: 'person-viewed', version: 1, detail: {} }, context, tx)
  })
}
