import 'server-only'
import { is, sql } from 'drizzle-orm'
import { PgTransaction } from 'drizzle-orm/pg-core'
import type { AgentAlarm } from '../../audit/events/support-events'
import { recordEvent } from '../../audit/log/audit-log'
import { countEntries, detailColumn, type Counting } from '../../audit/log/count-entries'
import type { Agent } from '../../auth/authorization/actor'
import type { Database } from '../../database/connection'
import { agentCounts, ticketUses } from '../../database/schema'
import { believedRows, isAsked, sealRow } from '../../database/sealed-rows'
import { alarmAuditors } from '../../notifications/alarm-auditors'
import { keyedHash, randomId } from '../../platform/crypto'
import { env } from '../../platform/env'
import { fail, succeed, type Result } from '../../platform/result'
import { recordedAgent } from './agent'

// What one agent may do in a day, in UTC. The database counts, for all replicas together and in the transaction of the act.

/** What is counted for each agent and day. `found`: people that searches showed. */
export type DailyKind = Exclude<AgentAlarm, 'ticket'>

/** The agent has done as much today as one agent may. */
export type DailyLimitReached = { readonly code: 'daily-limit' }

/** Call numbers that one agent may get wrong for one person. */
export const MOST_WRONG_NUMBERS = 5

/** How much of something one agent may do in a day. */
export function dailyLimit(kind: DailyKind): number {
  const settings = env()
  return {
    looks: settings.SUPPORT_DAILY_LOOKS,
    found: settings.SUPPORT_DAILY_FOUND,
    removals: settings.SUPPORT_DAILY_REMOVALS,
    preparations: settings.SUPPORT_DAILY_PREPARATIONS,
    'ended-sessions': settings.SUPPORT_DAILY_ENDED,
    'wrong-numbers': MOST_WRONG_NUMBERS,
  }[kind]
}

type Taking = {
  readonly agent: Agent
  readonly kind: DailyKind
  readonly at: Date
  readonly within: Database
  readonly amount?: number
  /** Of what it is counted apart; of everything of this kind unless given. */
  readonly about?: string
  /** The ticket of an act, and for whom it is used. */
  readonly call?: { readonly ticket: string; readonly userId: string }
  /** Counts without an end: for what must not fail. */
  readonly isUnlimited?: boolean
}

/**
 * Counts what an agent is about to do, exactly. Auditors are alarmed at half of the limit, once it is used up, and when a
 * ticket is used for too many people.
 */
export async function takeDaily({
  agent,
  kind,
  at,
  within,
  amount = 1,
  about = '',
  call,
  isUnlimited = false,
}: Taking): Promise<Result<void, DailyLimitReached>> {
  const limit = dailyLimit(kind)
  const refused = fail({ code: 'daily-limit' } as const)
  if (!isUnlimited && amount > limit) return refused
  const count = await addToCount({ agent, kind, about, at, within }, (before) =>
    isUnlimited || before + amount <= limit ? before + amount : null,
  )
  if (count === null && !isUnlimited) return refused
  const crossed = count === null ? null : crossedEdge(count - amount, count, limit)
  const people = call === undefined ? 0 : await useTicket(call, at, within)
  // Last, because entries lock the end of the audit log.
  if (
    crossed !== null &&
    count !== null &&
    !(await wasAlarmed({ agent, kind, about, at, within }, crossed))
  )
    await alarm({ agent, at, within }, { what: kind, count, limit })
  const most = env().SUPPORT_TICKET_PEOPLE
  // Once for each as many again.
  if (people > most && (people - 1) % most === 0)
    await alarm({ agent, at, within }, { what: 'ticket', count: people, limit: most })
  return succeed(undefined)
}

/** Whether an agent may do any more of something today. */
export async function isAnyLeft({ agent, kind, at, within, about = '' }: Taking): Promise<boolean> {
  const limit = dailyLimit(kind)
  const left = await addToCount({ agent, kind, about, at, within }, (before) =>
    before < limit ? before : null,
  )
  return left !== null
}

/** Uses up what is left of a day: where a refusal says something, it must not be asked for again. */
export async function useUpDaily({ agent, kind, at, within, about = '' }: Taking): Promise<void> {
  const limit = dailyLimit(kind)
  let before = limit
  const count = await addToCount({ agent, kind, about, at, within }, (known) => {
    before = known
    return Math.max(known, limit)
  })
  if (count !== null && before < limit)
    await alarm({ agent, at, within }, { what: kind, count, limit })
}

/** Gives back what was counted and then did not happen. */
export async function returnDaily({
  agent,
  kind,
  at,
  within,
  amount = 1,
  about = '',
}: Taking): Promise<void> {
  await addToCount({ agent, kind, about, at, within }, (before) => Math.max(before - amount, 0))
}

type Counted = Required<Pick<Taking, 'agent' | 'kind' | 'about' | 'at' | 'within'>>

/** The last of the two numbers that alarm, half of the limit and all of it, which a count has come to. */
function crossedEdge(before: number, count: number, limit: number): number | null {
  const edges = [limit, Math.ceil(limit / 2)]
  return edges.find((edge) => before < edge && count >= edge) ?? null
}

/** Whether auditors know already. What is given back and taken again must not bury other alarms. */
async function wasAlarmed(
  { agent, kind, about, at, within }: Counted,
  edge: number,
): Promise<boolean> {
  // An alarm doesn't say what it is counted apart for.
  if (about !== '') return false
  const isSame = sql`${detailColumn} ->> 'what' = ${kind} and (${detailColumn} ->> 'count')::int >= ${edge}`
  const alarms = { types: ['agent-alarm'], condition: isSame } as const
  return (await countEntries(agent, alarms, dayOf(at), within)) > 0
}

/** What the audit log says of each kind. A wrong number leaves no entry. */
const IN_LOG: Readonly<Record<Exclude<DailyKind, 'wrong-numbers'>, Counting>> = {
  looks: { types: ['person-viewed'] },
  found: { types: ['person-looked-up'], sum: sql`(${detailColumn} ->> 'found')::int` },
  // An approved removal was counted when it was asked for.
  removals: {
    types: ['removal-by-support', 'approval-requested'],
    condition: sql`${detailColumn} ->> 'approval' is null`,
  },
  preparations: { types: ['activation-prepared'] },
  'ended-sessions': { types: ['sign-ins-ended-by-support'] },
}

/**
 * Changes what is counted, under a lock; gives the new count. Null: `change` gave null, or somebody has changed the row.
 * Such a count can't be believed for the rest of the day. A row that is missing begins with what the audit log says, so that
 * nobody who deletes it gives an agent a new day.
 */
async function addToCount(
  { agent, kind, about, at, within }: Counted,
  change: (before: number) => number | null,
): Promise<number | null> {
  const { issuer, subject } = agent
  const key = { issuer, subject, kind, about, day: dayOf(at) }
  const isThis = isAsked(agentCounts, key)
  // As few statements as can be: all acts of one agent wait for this row.
  const work = async (tx: Database) => {
    const locked = () => tx.select().from(agentCounts).where(isThis).for('update')
    let rows = await locked()
    if (rows.length === 0) {
      const done =
        kind === 'wrong-numbers' ? 0 : await countEntries(agent, IN_LOG[kind], key.day, tx)
      const first = sealRow(agentCounts, { ...key, count: done })
      await tx.insert(agentCounts).values(first).onConflictDoNothing()
      rows = await locked()
    }
    const [row] = believedRows(agentCounts, rows, key)
    const count = row ? change(row.count) : null
    if (count === null) return null
    const { seal } = sealRow(agentCounts, { ...key, count })
    await tx.update(agentCounts).set({ count, seal }).where(isThis)
    return count
  }
  return is(within, PgTransaction) ? work(within) : within.transaction(work)
}

const dayOf = (at: Date) => new Date(`${at.toISOString().slice(0, 10)}T00:00:00.000Z`)

/** A ticket without what people write in different ways: letter case, blanks, signs between. */
function sameTicket(ticket: string): string {
  const plain = ticket.normalize('NFKC').toLowerCase()
  return plain.replaceAll(/[^\p{L}\p{N}]/gu, '') || plain
}

/** Notes for whom a ticket is used, by any agent; gives for how many people by now, or 0 when it was used for them before. */
async function useTicket(
  { ticket, userId }: NonNullable<Taking['call']>,
  at: Date,
  within: Database,
): Promise<number> {
  const ticketHash = keyedHash(sameTicket(ticket), env().AUTH_SECRET, 'ticket')
  const one = sql`${JSON.stringify([userId])}::jsonb`
  const [added] = await within
    .insert(ticketUses)
    .values({ ticketHash, userIds: [userId], usedAt: at })
    .onConflictDoUpdate({
      target: ticketUses.ticketHash,
      set: { userIds: sql`${ticketUses.userIds} || ${one}`, usedAt: at },
      setWhere: sql`not ${ticketUses.userIds} @> ${one}`,
    })
    .returning({ userIds: ticketUses.userIds })
  return added?.userIds.length ?? 0
}

/** Writes the alarm into the audit log, and a mail to the auditors. */
async function alarm(
  { agent, at, within }: Pick<Taking, 'agent' | 'at' | 'within'>,
  alarming: { readonly what: AgentAlarm; readonly count: number; readonly limit: number },
): Promise<void> {
  const { subject } = agent
  await alarmAuditors(
    { type: 'agent-alarm', at: at.toISOString(), subject, ...alarming },
    at,
    within,
  )
  const context = { actor: recordedAgent(agent), correlationId: randomId(), at }
  await recordEvent({ type: 'agent-alarm', version: 1, detail: alarming }, context, within)
}
