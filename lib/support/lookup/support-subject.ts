import 'server-only'
import { desc, sql } from 'drizzle-orm'
import { database } from '../../database/connection'
import { people } from '../../database/schema'
import { can, type Action } from '../../auth/authorization/policy'
import { fail, succeed, type Result } from '../../platform/result'
import { normaliseUserId } from '../../recognize/user-id'
import type { Agent } from './agent'
import type { KnownPerson } from '../support-state'

type Row = typeof people.$inferSelect

/** Whom an agent acts for: all their identities, and the person behind them where they have signed in here. Stays on the server. */
export type SupportSubject = {
  /** Upper-case hex; the one that was asked for first. */
  readonly userIds: readonly [string, ...string[]]
  readonly owner: Pick<Row, 'issuer' | 'subject'> | null
  readonly accounts: readonly Pick<Row, 'issuer' | 'subject' | 'userIds'>[]
  readonly person: KnownPerson | null
}

/** More accounts than one human should have; all of them are looked at before somebody acts. */
const MOST_ACCOUNTS = 50

/**
 * Whom a Recognize user ID means, for an agent who may do `action` for them. Of several accounts behind one ID it is the
 * one seen last. `not-found` the text is no Recognize user ID · `not-allowed` the agent may not, least of all for themselves.
 */
export async function supportSubject(
  agent: Agent,
  action: Action,
  text: string,
): Promise<Result<SupportSubject, { readonly code: 'not-allowed' | 'not-found' }>> {
  if (!can(agent, action, null)) return fail({ code: 'not-allowed' })
  const userId = normaliseUserId(text)
  if (userId === null) return fail({ code: 'not-found' })
  const accounts = await accountsOf(userId)
  const [owner] = accounts
  const userIds = [userId, ...(owner?.userIds ?? []).filter((id) => id !== userId)] as const
  // By every account behind the ID, not only by the one seen last.
  const everyId = [userId, ...accounts.flatMap((account) => account.userIds)]
  const isOwn = everyId.some((id) => agent.ownUserIds.includes(id))
  if (isOwn || accounts.some((account) => !can(agent, action, account)))
    return fail({ code: 'not-allowed' })
  return succeed({
    userIds: [...userIds],
    owner: owner ? { issuer: owner.issuer, subject: owner.subject } : null,
    accounts,
    person: owner ? knownPerson(owner) : null,
  })
}

/** The Recognize user ID that a text is, upper-case hex; null when it can't be one. */
export function personIdOf(text: string): string | null {
  return normaliseUserId(text)
}

/** The accounts that signed in here with a Recognize user ID, the one seen last first. */
export async function accountsOf(userId: string): Promise<Row[]> {
  return database()
    .select()
    .from(people)
    .where(sql`${people.userIds} @> ${JSON.stringify([userId])}::jsonb`)
    .orderBy(desc(people.seenAt))
    .limit(MOST_ACCOUNTS)
}

/** What agents see of an account. */
export function knownPerson({ displayName, addresses, seenAt }: Row): KnownPerson {
  return { displayName, addresses: addresses.map(maskedAddress), seenAt: seenAt.toISOString() }
}

/** Enough to be confirmed on a call, too little to write to: `a…@mail.example`. */
export function maskedAddress(address: string): string {
  const at = address.lastIndexOf('@')
  const [first = ''] = address
  return at < 1 ? `${first}…` : `${first}…${address.slice(at)}`
}
