import 'server-only'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { database, type Database } from '../../database/connection'
import { people, sessions } from '../../database/schema'
import type { Transaction } from '../../database/transaction'
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
  const reached = {
    addresses: [...person.addresses],
    addressKeys: person.addresses.map(searchKey),
  }
  const stated = {
    displayName,
    nameKey: searchKey(displayName),
    seenAt: at,
    ...(userIds && { userIds: [...userIds] }),
  }
  await within
    .insert(people)
    .values({ issuer, subject, ...stated, ...reached })
    .onConflictDoUpdate({
      target: [people.issuer, people.subject],
      set: { ...stated, ...(person.addresses.length > 0 && reached) },
    })
  await keepFacts(person, userIdFacts(userIds ?? []), at, within)
}

/** A name or an address in the form that is searched: letter case and ways to write the same letter don't matter. */
export function searchKey(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase()
}

/** Stores all Recognize user IDs of a known person; `found` are those that the look-up of `foundBy` gave just now. */
export async function rememberUserIds(
  { issuer, subject }: Pick<SignedInPerson, 'issuer' | 'subject'>,
  userIds: readonly string[],
  looked: { readonly found: readonly string[]; readonly foundBy: string | null },
  at: Date,
  within: Database = database(),
): Promise<void> {
  await keepFacts({ issuer, subject }, userIdFacts(looked.found, looked.foundBy), at, within)
  await within
    .update(people)
    .set({ userIds: [...userIds] })
    .where(and(eq(people.issuer, issuer), eq(people.subject, subject)))
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
  for (const { idHash, roles: held, externalUserId: lookedUp } of others)
    await within
      .update(sessions)
      .set({
        displayName,
        claimedUserId,
        externalUserId,
        roles: held.filter((role) => roles.some((still) => still === role)),
        ...(lookedUp !== externalUserId && { foundUserIds: null, foundAt: null }),
      })
      .where(eq(sessions.idHash, idHash))
}
