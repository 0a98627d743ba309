import 'server-only'
import { and, eq, inArray, isNotNull, isNull, ne, or, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { database, type Database } from '../database/connection'
import {
  activations,
  approvals,
  cleanUps,
  clientStates,
  supportViews,
  nicknames,
  notifications,
  people,
  preparations,
  reportedDevices,
  sessions,
  auditActors,
  uploads,
} from '../database/schema'
import { holdActor, type ActorIdentity } from '../audit/log/actors'
import { recordEvent, type EntryContext } from '../audit/log/audit-log'

type Who = Pick<ActorIdentity, 'issuer' | 'subject'>

/**
 * Erases a person: what ties them to their entries in the trail, which stay, and everything else that the portal keeps of
 * them (docs/personal-data.md) but for what isn't over: removals and attempts to add a phone go on to their end. What is
 * kept for a Recognize user ID goes unless it is another account's, too. The trail says that it was done, and about whom
 * only what it called them; should they come back, they get another name. True when anything was known of them.
 */
export async function erasePerson(
  { issuer, subject }: Who,
  context: Pick<EntryContext, 'actor' | 'correlationId' | 'at'>,
): Promise<boolean> {
  const who = { issuer, subject }
  return database().transaction(async (tx) => {
    const { userIds, addresses } = await knownOf(who, tx)
    // In the order in which others lock the same rows (decision 21).
    const gone =
      (await eraseAttempts(who, tx)) +
      (await eraseDevices(who, userIds, tx)) +
      (await eraseSelf(who, addresses, tx)) +
      (await eraseAtDesk(who, userIds, tx))
    const known = await holdActor(who, tx, 'to erase')
    if (known === null) return gone > 0
    const detail = { erased: known.actor }
    await recordEvent({ type: 'person-erased', version: 1, detail }, context, tx)
    await tx.delete(auditActors).where(eq(auditActors.actor, known.actor))
    return true
  })
}

const isOf = (columns: { issuer: PgColumn; subject: PgColumn }, { issuer, subject }: Who) =>
  and(eq(columns.issuer, issuer), eq(columns.subject, subject))

/** Their Recognize user IDs, as sign-ins have learnt them, and where notices to them go. */
async function knownOf(who: Who, tx: Database) {
  const [told] = await tx.select().from(people).where(isOf(people, who))
  const learnt = await tx
    .select({ claimed: sessions.claimedUserId, found: sessions.foundUserIds })
    .from(sessions)
    .where(isOf(sessions, who))
  const all = learnt.flatMap(({ claimed, found }) => [claimed ?? [], found ?? []].flat())
  return {
    userIds: [...new Set([...(told?.userIds ?? []), ...all])],
    addresses: told?.addresses ?? [],
  }
}

async function eraseAttempts(who: Who, tx: Database): Promise<number> {
  const isOver = and(isNotNull(activations.endedAt), isNull(activations.dueAt))
  const attempts = await tx
    .delete(activations)
    .where(and(isOf(activations, who), isOver))
    .returning({ row: activations.number })
  return attempts.length
}

/** What is kept of their devices. */
async function eraseDevices(who: Who, userIds: string[], tx: Database): Promise<number> {
  const own: string[] = []
  for (const userId of userIds) {
    const [other] = await tx
      .select({ subject: people.subject })
      .from(people)
      .where(
        and(
          sql`${people.userIds} @> ${JSON.stringify([userId])}::jsonb`,
          or(ne(people.issuer, who.issuer), ne(people.subject, who.subject)),
        ),
      )
      .limit(1)
    if (!other) own.push(userId)
  }
  const gone = [
    await tx
      .delete(clientStates)
      .where(inArray(clientStates.userId, own))
      .returning({ row: clientStates.id }),
    await tx
      .delete(nicknames)
      .where(inArray(nicknames.userId, own))
      .returning({ row: nicknames.deviceId }),
    await tx
      .delete(reportedDevices)
      .where(inArray(reportedDevices.userId, own))
      .returning({ row: reportedDevices.deviceId }),
    await tx.delete(uploads).where(isOf(uploads, who)).returning({ row: uploads.keyHash }),
    await tx.delete(cleanUps).where(isOf(cleanUps, who)).returning({ row: cleanUps.number }),
  ]
  return gone.flat().length
}

/** Who they are, and what waits to be sent to them. */
async function eraseSelf(who: Who, addresses: string[], tx: Database): Promise<number> {
  const gone = [
    await tx.delete(sessions).where(isOf(sessions, who)).returning({ row: sessions.idHash }),
    await tx.delete(people).where(isOf(people, who)).returning({ row: people.subject }),
    await tx
      .delete(notifications)
      .where(inArray(notifications.address, addresses))
      .returning({ row: notifications.id }),
  ]
  return gone.flat().length
}

/** What the support desk has prepared for, asked about or seen of them, and what they did there themselves. */
async function eraseAtDesk(who: Who, userIds: string[], tx: Database): Promise<number> {
  const requester = { issuer: approvals.requesterIssuer, subject: approvals.requesterSubject }
  const decider = { issuer: approvals.deciderIssuer, subject: approvals.deciderSubject }
  const gone = [
    await tx
      .delete(approvals)
      .where(or(isOf(requester, who), isOf(decider, who), inArray(approvals.userId, userIds)))
      .returning({ row: approvals.number }),
    await tx
      .delete(preparations)
      .where(isOf(preparations, who))
      .returning({ row: preparations.number }),
    await tx
      .delete(supportViews)
      .where(or(isOf(supportViews, who), inArray(supportViews.userId, userIds)))
      .returning({ row: supportViews.userId }),
  ]
  return gone.flat().length
}
