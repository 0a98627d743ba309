import 'server-only'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { database, type Database } from '../../database/connection'
import { people, sessions } from '../../database/schema'
import { believableColumns, believedRows, sealRow, updateSealed } from '../../database/sealed-rows'
import type { Transaction } from '../../database/transaction'
import type { Account } from '../authorization/actor'
import { isSameAccount } from '../authorization/policy'
import { keepFacts, userIdFacts } from '../identity/identity-facts'
import { evictSessionsWithin } from './session-cache'
import { ownedBy } from './session-selection'
import type { SignedInPerson } from './signed-in-person'

/**
 * Stores the provider’s statements about a person at their sign-in. `userIds` stay as they are unless given, and so do the
 * addresses: a sign-in that names none must not keep notices from anybody.
 */
export async function rememberPerson(
  person: Pick<SignedInPerson, 'issuer' | 'subject' | 'displayName' | 'addresses'> & {
    readonly userIds?: readonly string[]
  },
  at: Date,
  within: Database = database(),
): Promise<void> {
  const { issuer, subject, displayName, userIds } = person
  const stated = {
    issuer,
    subject,
    displayName,
    nameKey: searchKey(displayName),
    seenAt: at,
  }
  await within.transaction(async (tx) => {
    const known = await lockedPerson(person, tx)
    const addresses = person.addresses.length > 0 ? person.addresses : (known?.addresses ?? [])
    const row = sealRow(people, {
      ...stated,
      addresses: [...addresses],
      addressKeys: addresses.map(searchKey),
      userIds: [...(userIds ?? known?.userIds ?? [])],
    })
    await tx
      .insert(people)
      .values(row)
      .onConflictDoUpdate({ target: [people.issuer, people.subject], set: row })
    await keepFacts(person, userIdFacts(userIds ?? []), at, tx)
  })
}

const isPersonOf = ({ issuer, subject }: Account) =>
  and(eq(people.issuer, issuer), eq(people.subject, subject))

async function lockedPerson(account: Account, tx: Database) {
  const rows = await tx
    .select(believableColumns(people))
    .from(people)
    .where(isPersonOf(account))
    .for('update')
  const { issuer, subject } = account
  return believedRows(people, rows, { issuer, subject })[0]
}

/** A name or an address in the form that is searched: letter case and ways to write the same letter don't matter. */
export function searchKey(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase()
}

/** Stores all Recognize user IDs of a known person; `found` are those that the look-up of `foundBy` gave just now. */
export async function rememberUserIds(
  account: Account,
  userIds: readonly string[],
  looked: { readonly found: readonly string[]; readonly foundBy: string | null },
  at: Date,
  within: Database = database(),
): Promise<void> {
  await within.transaction(async (tx) => {
    await keepFacts(account, userIdFacts(looked.found, looked.foundBy), at, tx)
    const { issuer, subject } = account
    await updateSealed(people, { userIds: [...userIds] }, { issuer, subject }, tx)
  })
}

/**
 * Makes the provider's newest statement, which is about to open a session, count for every other session of the account:
 * name and identity as it says them, and only the roles that it still names. It gives no older session a role.
 */
export async function obeyNewestStatement(
  person: Pick<
    SignedInPerson,
    'issuer' | 'subject' | 'displayName' | 'roles' | 'claimedUserId' | 'externalUserId'
  >,
  within: Transaction,
): Promise<void> {
  const { issuer, subject, displayName, roles, claimedUserId, externalUserId } = person
  // Two simultaneous sign-ins of one account would not see each other's session.
  const account = JSON.stringify([issuer, subject])
  await within.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`statement/${account}`}, 0))`,
  )
  const isOther = and(ownedBy(person), isNull(sessions.endedAt))
  const others = await within.select().from(sessions).where(isOther).orderBy(sessions.idHash)
  evictSessionsWithin(within, (row) => isSameAccount(row, person))
  for (const { idHash, roles: held, externalUserId: lookedUp } of believedRows(sessions, others, {
    issuer,
    subject,
  })) {
    const change = {
      displayName,
      claimedUserId,
      externalUserId,
      roles: held.filter((role) => roles.some((still) => still === role)),
      ...(lookedUp !== externalUserId && { foundUserIds: null, foundAt: null }),
    }
    await updateSealed(sessions, change, { idHash }, within)
  }
}
