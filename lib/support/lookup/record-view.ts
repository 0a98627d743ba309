import 'server-only'
import { lt } from 'drizzle-orm'
import { recordEvent } from '../../audit/log/audit-log'
import { database } from '../../database/connection'
import { supportViews } from '../../database/schema'
import type { Action } from '../../auth/authorization/policy'
import { recordAccessRefusal } from '../../auth/authorization/refuse-access'
import { randomId } from '../../platform/crypto'
import type { Result } from '../../platform/result'
import { recordedAgent, type Agent } from './agent'
import { supportSubject, type SupportSubject } from './support-subject'

/** An agent's page that refreshes itself is one view of a person's devices. */
export const ONE_VIEW_MS = 10 * 60_000

/** Whom a Recognize user ID means, for an agent who is about to see something of theirs: that stands in the trail before. */
export async function viewedSubject(
  agent: Agent,
  action: Action,
  text: string,
  at: Date,
): Promise<Result<SupportSubject, { readonly code: 'not-allowed' | 'not-found' }>> {
  const subject = await supportSubject(agent, action, text)
  if (subject.ok) await recordView(agent, subject.value.userIds[0], at)
  else if (subject.error.code === 'not-allowed') await recordAccessRefusal(agent, action, at)
  return subject
}

/** Says in the trail that an agent looks at somebody; once in ten minutes, because a page that refreshes itself is one look. */
export async function recordView(agent: Agent, userId: string, at: Date): Promise<void> {
  const { issuer, subject } = agent
  await database().transaction(async (tx) => {
    const viewed = await tx
      .insert(supportViews)
      .values({ issuer, subject, userId, at })
      .onConflictDoUpdate({
        target: [supportViews.issuer, supportViews.subject, supportViews.userId],
        set: { at },
        setWhere: lt(supportViews.at, new Date(at.getTime() - ONE_VIEW_MS)),
      })
      .returning({ at: supportViews.at })
    if (viewed.length === 0) return
    const context = { actor: recordedAgent(agent), correlationId: randomId(), at, userId }
    await recordEvent({ type: 'person-viewed', version: 1, detail: {} }, context, tx)
  })
}
