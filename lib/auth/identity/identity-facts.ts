import 'server-only'
import { and, eq, inArray, or, sql } from 'drizzle-orm'
import { database, type Database } from '../../database/connection'
import { identityFacts } from '../../database/schema'
import { believedRows, sealRow, updateSealed } from '../../database/sealed-rows'
import type { Account } from '../authorization/actor'

// Facts accumulate: a sign-in that says less takes nothing away. Whether two accounts are one human is decided from
// everything that was ever seen of both, until retention deletes it.

/** What provider or service say of an account's identity. `foundBy`: the external user ID by which it was looked up. */
export type IdentityFact =
  | { readonly kind: 'external-id'; readonly value: string }
  | { readonly kind: 'user-id'; readonly value: string; readonly foundBy: string | null }

/** Keeps facts about an account, with the time at which they were seen last. */
export async function keepFacts(
  { issuer, subject }: Account,
  facts: readonly IdentityFact[],
  at: Date,
  within: Database = database(),
): Promise<void> {
  if (facts.length === 0) return
  const distinctFacts = [...new Map(facts.map((fact) => [keyOf(fact), fact])).values()]
    // In one order, because simultaneous sign-ins lock the same rows.
    .toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
  await within.transaction(async (tx) => {
    const kept = await lockedFacts({ issuer, subject }, tx)
    const rows = distinctFacts.map((fact) => {
      const before = kept.find((row) => keyOf(row) === keyOf(fact))
      return sealRow(identityFacts, {
        issuer,
        subject,
        kind: fact.kind,
        value: fact.value,
        valueKey: fact.value.toLowerCase(),
        foundBy: fact.kind === 'user-id' ? fact.foundBy : null,
        firstSeenAt: before?.firstSeenAt ?? at,
        lastSeenAt: latest(before?.lastSeenAt, at),
        confirmedAt: latest(before?.confirmedAt, at),
      })
    })
    const { kind, value } = identityFacts
    await tx
      .insert(identityFacts)
      .values(rows)
      .onConflictDoUpdate({
        target: [identityFacts.issuer, identityFacts.subject, kind, value],
        set: {
          foundBy: sql`excluded.found_by`,
          valueKey: sql`excluded.value_key`,
          firstSeenAt: sql`excluded.first_seen_at`,
          lastSeenAt: sql`excluded.last_seen_at`,
          confirmedAt: sql`excluded.confirmed_at`,
          seal: sql`excluded.seal`,
        },
      })
  })
}

async function lockedFacts({ issuer, subject }: Account, tx: Database) {
  const { kind, value } = identityFacts
  const rows = await tx
    .select()
    .from(identityFacts)
    .where(and(eq(identityFacts.issuer, issuer), eq(identityFacts.subject, subject)))
    .orderBy(kind, value)
    .for('update')
  return believedRows(identityFacts, rows, { issuer, subject })
}

const latest = (before: Date | undefined, at: Date) =>
  before !== undefined && before > at ? before : at

const keyOf = ({ kind, value }: Pick<IdentityFact, 'kind' | 'value'>) =>
  JSON.stringify([kind, value])

/** Recognize user IDs as facts. */
export function userIdFacts(
  userIds: readonly string[],
  foundBy: string | null = null,
): IdentityFact[] {
  return userIds.map((value) => ({ kind: 'user-id', value, foundBy }))
}

/** Notes that the service has just confirmed whose a Recognize user is. */
export async function confirmHolder(
  { issuer, subject }: Account,
  userId: string,
  at: Date,
): Promise<void> {
  const asked = { issuer, subject, kind: 'user-id', value: userId } as const
  await updateSealed(identityFacts, { confirmedAt: at }, asked, database())
}

/** All accounts of one human, and all their Recognize user IDs, as far as they were ever seen. */
export type Human = { readonly accounts: readonly Account[]; readonly userIds: readonly string[] }

/** More accounts than one human should have. */
const MOST_ACCOUNTS = 200
const MOST_FACTS = 2 * MOST_ACCOUNTS

/**
 * The human behind an account: all accounts that share a Recognize user ID or an external user ID with it, also by way of
 * a third account. `userIds` are known besides.
 */
export async function humanBehind(
  account: Account,
  userIds: readonly string[] = [],
): Promise<Human> {
  const accounts = new Map([[accountKey(account), account]])
  const values = new Map(userIdFacts(userIds).map((fact) => [valueKeyOf(fact), fact.value]))
  let newAccounts: readonly Account[] = [account]
  let newValues = [...values.keys()]
  while (newAccounts.length > 0 || newValues.length > 0) {
    const rows = [...(await factsOf(newAccounts)), ...(await factsWith(newValues))]
    const found = rows.filter((row) => !accounts.has(accountKey(row)))
    newAccounts = distinct(found).slice(0, MOST_ACCOUNTS - accounts.size)
    for (const { issuer, subject } of newAccounts)
      accounts.set(accountKey({ issuer, subject }), { issuer, subject })
    newValues = rows.map(valueKeyOf).filter((key) => !values.has(key))
    for (const row of rows) values.set(valueKeyOf(row), row.value)
  }
  return {
    accounts: [...accounts.values()],
    userIds: [...values].flatMap(([key, value]) => (key.startsWith('user-id ') ? [value] : [])),
  }
}

type FactRow = Account & Pick<typeof identityFacts.$inferSelect, 'kind' | 'value'>

const accountKey = ({ issuer, subject }: Account) => JSON.stringify([issuer, subject])
const valueKeyOf = ({ kind, value }: Pick<FactRow, 'kind' | 'value'>) =>
  `${kind} ${value.toLowerCase()}`

const distinct = (rows: readonly Account[]) => [
  ...new Map(rows.map((row) => [accountKey(row), row])).values(),
]

async function factsOf(accounts: readonly Account[]): Promise<FactRow[]> {
  if (accounts.length === 0) return []
  const { issuer, subject } = identityFacts
  const isTheirs = or(
    ...accounts.map((one) => and(eq(issuer, one.issuer), eq(subject, one.subject))),
  )
  const rows = await database().select().from(identityFacts).where(isTheirs)
  const asked = {
    issuer: accounts.map((one) => one.issuer),
    subject: accounts.map((one) => one.subject),
  }
  return believedRows(identityFacts, rows, asked)
}

async function factsWith(keys: readonly string[]): Promise<FactRow[]> {
  const { kind, valueKey } = identityFacts
  const ofKind = (name: FactRow['kind']) => {
    const some = keys.flatMap((key) =>
      key.startsWith(`${name} `) ? [key.slice(name.length + 1)] : [],
    )
    return some.length === 0 ? [] : [and(eq(kind, name), inArray(valueKey, some))]
  }
  const conditions = [...ofKind('user-id'), ...ofKind('external-id')]
  if (conditions.length === 0) return []
  const rows = await database()
    .select()
    .from(identityFacts)
    .where(or(...conditions))
    .limit(MOST_FACTS)
  const asked = { valueKey: keys.map((key) => key.slice(key.indexOf(' ') + 1)) }
  return believedRows(identityFacts, rows, asked, MOST_FACTS)
}
