import 'server-only'
import { lt } from 'drizzle-orm'
import { record } from '../activity/trail'
import { database } from '../database/connection'
import { deskViews } from '../database/schema'
import type { Action } from '../identity/policy'
import { recordRefusal } from '../identity/refusals'
import { randomId } from '../platform/crypto'
import type { Result } from '../platform/result'
import { recordedAgent, type Agent } from './agent'
import { ONE_LOOK_MS } from './forget'
import { supportSubject, type DeskSubject } from './person'

/** Whom a Recognize user ID means, for an agent who is about to see something of theirs: that stands in the trail before. */
export async function viewedSubject(
  agent: Agent,
  action: Action,
  text: string,
  at: Date,
): Promise<Result<DeskSubject, { readonly code: 'not-allowed' | 'not-found' }>> {
  const subject = await supportSubject(agent, action, text)
  if (subject.ok) await recordView(agent, subject.value.userIds[0], at)
  else if (subject.error.code === 'not-allowed') await recordRefusal(agent, action, at)
  return subject
}

/** Says in the trail that an agent looks at somebody; once in ten minutes, because a page that refreshes itself is one look. */
export async function recordView(agent: Agent, userId: string, at: Date): Promise<void> {
  const { issuer, subject } = agent
  await database().transaction(async (tx) => {
    const viewed = await tx
      .insert(deskViews)
      .values({ issuer, subject, userId, at })
      .onConflictDoUpdate({
        target: [deskViews.issuer, deskViews.subject, deskViews.userId],
        set: { at },
        setWhere: lt(deskViews.at, new Date(at.getTime() - ONE_LOOK_MS)),
      })
      .returning({ at: deskViews.at })
    if (viewed.length === 0) return
    const context = { actor: recordedAgent(agent), correlationId: randomId(), at, userId }
    await record({ type: 'person-viewed', version: 1, detail: {} }, context, tx)
  })
}
