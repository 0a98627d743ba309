import 'server-only'
import { and, desc, eq, sql } from 'drizzle-orm'
import { database } from '../../database/connection'
import { people } from '../../database/schema'
import { believedRows } from '../../database/sealed-rows'
import type { Account, KnownAccount } from '../../auth/authorization/actor'
import { normaliseUserId } from '../../recognize/user-id'
import type { KnownPerson } from '../support-state'

type Row = typeof people.$inferSelect

/** More accounts than one human should have. An agent's action checks all of them first. */
const MOST_ACCOUNTS = 50

/** The Recognize user ID that a text is, upper-case hex; null when it can't be one. */
export function personIdOf(text: string): string | null {
  return normaliseUserId(text)
}

/** The accounts that signed in here with a Recognize user ID, the one seen last first. */
export async function accountsOf(userId: string): Promise<Row[]> {
  const rows = await database()
    .select()
    .from(people)
    .where(sql`${people.userIds} @> ${JSON.stringify([userId])}::jsonb`)
    .orderBy(desc(people.seenAt))
    .limit(MOST_ACCOUNTS)
  return believedRows(people, rows)
}

/** An account that has signed in here, with the Recognize user IDs it had then; null when it never has. */
export async function knownAccount({ issuer, subject }: Account): Promise<KnownAccount | null> {
  const rows = await database()
    .select()
    .from(people)
    .where(and(eq(people.issuer, issuer), eq(people.subject, subject)))
  const [row] = believedRows(people, rows)
  return row ? { issuer, subject, userIds: row.userIds } : null
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
