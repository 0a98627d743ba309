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
  receivedStates,
  reportedDevices,
  sessions,
  auditActors,
  uploads,
} from '../database/schema'
import { holdActor, type ActorIdentity } from '../audit/log/actors'
import { recordEvent, type EntryContext } from '../audit/log/audit-log'

type PersonKey = Pick<ActorIdentity, 'issuer' | 'subject'>

/**
 * Erases a person: the link to their entries in the audit log, and all other data that the portal stores about them
 * (docs/personal-data.md). The entries stay. Open removals and activations go on to their end. Data of a Recognize user
 * ID stays while another account has that ID. The record of the erasure has only the random name of the actor. A person
 * who returns gets another name. Returns whether any data was found.
 */
export async function erasePerson(
  { issuer, subject }: PersonKey,
  context: Pick<EntryContext, 'actor' | 'correlationId' | 'at'>,
): Promise<boolean> {
  const who = { issuer, subject }
  return database().transaction(async (tx) => {
    const { userIds, addresses } = await findIdentifiers(who, tx)
    // In the order in which other transactions lock the same rows (decision 21).
    const gone =
      (await eraseActivations(who, tx)) +
      (await eraseDevices(who, userIds, tx)) +
      (await eraseIdentity(who, addresses, tx)) +
      (await eraseSupportData(who, userIds, tx))
    const known = await holdActor(who, tx, 'to erase')
    if (known === null) return gone > 0
    const detail = { erased: known.actor }
    await recordEvent({ type: 'person-erased', version: 1, detail }, context, tx)
    await tx.delete(auditActors).where(eq(auditActors.actor, known.actor))
    return true
  })
}

const belongsTo = (
  columns: { issuer: PgColumn; subject: PgColumn },
  { issuer, subject }: PersonKey,
) => and(eq(columns.issuer, issuer), eq(columns.subject, subject))

/** Their Recognize user IDs, as sign-ins have found them, and their mail addresses. */
async function findIdentifiers(who: PersonKey, tx: Database) {
  const [told] = await tx.select().from(people).where(belongsTo(people, who))
  const learnt = await tx
    .select({ claimed: sessions.claimedUserId, found: sessions.foundUserIds })
    .from(sessions)
    .where(belongsTo(sessions, who))
  const all = learnt.flatMap(({ claimed, found }) => [claimed ?? [], found ?? []].flat())
  return {
    userIds: [...new Set([...(told?.userIds ?? []), ...all])],
    addresses: told?.addresses ?? [],
  }
}

async function eraseActivations(who: PersonKey, tx: Database): Promise<number> {
  const isOver = and(isNotNull(activations.endedAt), isNull(activations.dueAt))
  const gone = await tx
    .delete(activations)
    .where(and(belongsTo(activations, who), isOver))
    .returning({ row: activations.number })
  return gone.length
}

/** Data about their devices. */
async function eraseDevices(who: PersonKey, userIds: string[], tx: Database): Promise<number> {
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
      .delete(receivedStates)
      .where(inArray(receivedStates.userId, own))
      .returning({ row: receivedStates.stateHash }),
    await tx
      .delete(nicknames)
      .where(inArray(nicknames.userId, own))
      .returning({ row: nicknames.deviceId }),
    await tx
      .delete(reportedDevices)
      .where(inArray(reportedDevices.userId, own))
      .returning({ row: reportedDevices.deviceId }),
    await tx.delete(uploads).where(belongsTo(uploads, who)).returning({ row: uploads.keyHash }),
    await tx.delete(cleanUps).where(belongsTo(cleanUps, who)).returning({ row: cleanUps.number }),
  ]
  return gone.flat().length
}

/** Their sessions, their name and addresses, and the mails that wait to be sent to them. */
async function eraseIdentity(who: PersonKey, addresses: string[], tx: Database): Promise<number> {
  const gone = [
    await tx.delete(sessions).where(belongsTo(sessions, who)).returning({ row: sessions.idHash }),
    await tx.delete(people).where(belongsTo(people, who)).returning({ row: people.subject }),
    await tx
      .delete(notifications)
      .where(inArray(notifications.address, addresses))
      .returning({ row: notifications.id }),
  ]
  return gone.flat().length
}

/** Preparations, requests and views of support agents about the person, and the person's own actions as an agent. */
async function eraseSupportData(who: PersonKey, userIds: string[], tx: Database): Promise<number> {
  const requester = { issuer: approvals.requesterIssuer, subject: approvals.requesterSubject }
  const decider = { issuer: approvals.deciderIssuer, subject: approvals.deciderSubject }
  const gone = [
    await tx
      .delete(approvals)
      .where(
        or(belongsTo(requester, who), belongsTo(decider, who), inArray(approvals.userId, userIds)),
      )
      .returning({ row: approvals.number }),
    await tx
      .delete(preparations)
      .where(belongsTo(preparations, who))
      .returning({ row: preparations.number }),
    await tx
      .delete(supportViews)
      .where(or(belongsTo(supportViews, who), inArray(supportViews.userId, userIds)))
      .returning({ row: supportViews.userId }),
  ]
  return gone.flat().length
}
