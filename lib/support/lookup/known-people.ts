import 'server-only'
import { and, desc, eq, or } from 'drizzle-orm'
import { database } from '../../database/connection'
import { identityFacts, people } from '../../database/schema'
import { believedRows, isAsked } from '../../database/sealed-rows'
import type { Account } from '../../auth/authorization/actor'
import { isSameAccount } from '../../auth/authorization/policy'
import { normaliseUserId } from '../../recognize/user-id'
import type { KnownPerson } from '../support-state'

type Row = typeof people.$inferSelect

/** More accounts than one human should have. An agent's action checks all of them first. */
const MOST_ACCOUNTS = 50

/** The Recognize user ID that a text is, upper-case hex; null when it can't be one. */
export function personIdOf(text: string): string | null {
  return normaliseUserId(text)
}

/** An account that was seen to have a Recognize user, and how that was known. */
export type Holder = Row &
  Pick<typeof identityFacts.$inferSelect, 'foundBy' | 'lastSeenAt' | 'confirmedAt'>

/** The accounts that ever proved a Recognize user ID, the one that proved it last first. */
export async function accountsOf(userId: string): Promise<Holder[]> {
  const asked = { kind: 'user-id', valueKey: userId.toLowerCase() } as const
  const rows = await database()
    .select()
    .from(identityFacts)
    .where(isAsked(identityFacts, asked))
    .orderBy(desc(identityFacts.lastSeenAt))
    .limit(MOST_ACCOUNTS)
  const facts = believedRows(identityFacts, rows, asked, MOST_ACCOUNTS)
  const known = await rowsOf(facts)
  const holders = facts.flatMap((fact) => {
    const { foundBy, lastSeenAt, confirmedAt } = fact
    const row = known.find((one) => isSameAccount(one, fact))
    return row ? [{ ...row, foundBy, lastSeenAt, confirmedAt }] : []
  })
  const times = ({ lastSeenAt, seenAt }: Holder) =>
    [lastSeenAt.getTime(), seenAt.getTime()] as const
  return holders.toSorted((one, other) => {
    const [[proved, seen], [otherProved, otherSeen]] = [times(one), times(other)]
    return otherProved - proved || otherSeen - seen
  })
}

/** What is known of some accounts, the one seen last first. */
export async function rowsOf(accounts: readonly Account[]): Promise<Row[]> {
  if (accounts.length === 0) return []
  const isOne = accounts.map((one) =>
    and(eq(people.issuer, one.issuer), eq(people.subject, one.subject)),
  )
  const rows = await database()
    .select()
    .from(people)
    .where(or(...isOne))
    .orderBy(desc(people.seenAt))
    .limit(MOST_ACCOUNTS)
  return believedRows(people, rows, {
    issuer: accounts.map((one) => one.issuer),
    subject: accounts.map((one) => one.subject),
  })
}

/** What agents see of an account; `others` share an identity with it. */
export function knownPerson(
  { displayName, addresses, seenAt }: Row,
  others: readonly Row[] = [],
): KnownPerson {
  return {
    displayName,
    addresses: addresses.map(maskedAddress),
    seenAt: seenAt.toISOString(),
    ...(others.length > 0 && { others: others.map((other) => knownPerson(other)) }),
  }
}

/** Enough to be confirmed on a call, too little to write to: `a…@mail.example`. */
export function maskedAddress(address: string): string {
  const at = address.lastIndexOf('@')
  const [first = ''] = address
  return at < 1 ? `${first}…` : `${first}…${address.slice(at)}`
}
