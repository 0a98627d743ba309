import 'server-only'
import { and, eq, inArray, isNotNull, isNull, ne, or, sql, type SQL } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { database, type Database } from '../database/connection'
import {
  activations,
  agentCounts,
  approvals,
  cleanUps,
  clientStates,
  supportViews,
  deviceLabels,
  identityFacts,
  knownLists,
  nicknames,
  notifications,
  people,
  preparations,
  receivedStates,
  reportedDevices,
  sessions,
  auditActors,
  ticketUses,
  uploads,
  usedCallNumbers,
} from '../database/schema'
import { believableColumns, believedRows } from '../database/sealed-rows'
import { holdActor, type ActorIdentity } from '../audit/log/actors'
import { recordEvent, type EntryContext } from '../audit/log/audit-log'

type PersonKey = Pick<ActorIdentity, 'issuer' | 'subject'>

/**
 * Erases a person: the link to their entries in the audit log, and all other data about them (docs/personal-data.md). The
 * entries stay. Open removals and activations go on to their end. Data of a Recognize user ID stays while another account
 * has that ID. The record of the erasure has only the actor's random name. False when there was nothing.
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
  const rows = await tx.select().from(people).where(belongsTo(people, who))
  const { issuer, subject } = who
  const [told] = believedRows(people, rows, { issuer, subject })
  const learnt = await tx
    .select(believableColumns(sessions))
    .from(sessions)
    .where(belongsTo(sessions, who))
  // The seals of ended sessions are broken: what a changed one says would erase somebody else's data.
  const open = believedRows(
    sessions,
    learnt.filter(({ endedAt }) => endedAt === null),
    { issuer, subject },
  )
  const all = open.flatMap(({ claimedUserId, foundUserIds }) => [
    ...(claimedUserId === null ? [] : [claimedUserId]),
    ...(foundUserIds ?? []),
  ])
  return {
    userIds: [...new Set([...(told?.userIds ?? []), ...all])],
    addresses: told?.addresses ?? [],
  }
}

/** Deletes the rows that meet a condition; gives how many. */
async function erase(table: PgTable, condition: SQL | undefined, tx: Database): Promise<number> {
  const gone = await tx
    .delete(table)
    .where(condition)
    .returning({ one: sql`1` })
  return gone.length
}

async function eraseActivations(who: PersonKey, tx: Database): Promise<number> {
  const isOver = and(isNotNull(activations.endedAt), isNull(activations.dueAt))
  return erase(activations, and(belongsTo(activations, who), isOver), tx)
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
  return (
    // With their rows.
    (await erase(knownLists, inArray(knownLists.userId, own), tx)) +
    (await erase(clientStates, inArray(clientStates.userId, own), tx)) +
    (await erase(receivedStates, inArray(receivedStates.userId, own), tx)) +
    (await erase(deviceLabels, inArray(deviceLabels.userId, own), tx)) +
    (await erase(nicknames, inArray(nicknames.userId, own), tx)) +
    (await erase(reportedDevices, inArray(reportedDevices.userId, own), tx)) +
    (await erase(uploads, belongsTo(uploads, who), tx)) +
    (await erase(cleanUps, belongsTo(cleanUps, who), tx))
  )
}

/** Their sessions, their name and addresses, and the mails that wait to be sent to them. */
async function eraseIdentity(who: PersonKey, addresses: string[], tx: Database): Promise<number> {
  return (
    (await erase(sessions, belongsTo(sessions, who), tx)) +
    (await erase(people, belongsTo(people, who), tx)) +
    (await erase(identityFacts, belongsTo(identityFacts, who), tx)) +
    (await erase(usedCallNumbers, belongsTo(usedCallNumbers, who), tx)) +
    (await erase(notifications, inArray(notifications.address, addresses), tx))
  )
}

/** The tickets that were used for one of some Recognize users: whoever they were used for besides is counted anew. */
function namesOneOf(userIds: string[]): SQL | undefined {
  const of = (userId: string) => sql`${ticketUses.userIds} @> ${JSON.stringify([userId])}::jsonb`
  return userIds.length === 0 ? sql`false` : or(...userIds.map(of))
}

/** Preparations, requests and views of support agents about the person, and the person's own actions as an agent. */
async function eraseSupportData(who: PersonKey, userIds: string[], tx: Database): Promise<number> {
  const requester = { issuer: approvals.requesterIssuer, subject: approvals.requesterSubject }
  const decider = { issuer: approvals.deciderIssuer, subject: approvals.deciderSubject }
  const isActing = or(belongsTo(requester, who), belongsTo(decider, who))
  const isViewing = belongsTo(supportViews, who)
  return (
    (await erase(approvals, or(isActing, inArray(approvals.userId, userIds)), tx)) +
    (await erase(preparations, belongsTo(preparations, who), tx)) +
    (await erase(agentCounts, belongsTo(agentCounts, who), tx)) +
    (await erase(ticketUses, namesOneOf(userIds), tx)) +
    (await erase(supportViews, or(isViewing, inArray(supportViews.userId, userIds)), tx))
  )
}
