import 'server-only'
import { and, eq } from 'drizzle-orm'
import { database, type Database } from '../../database/connection'
import { people } from '../../database/schema'
import type { SignedInPerson } from './signed-in-person'

/** Stores the provider’s statements about a person at their sign-in. `userIds` stay as they are unless given. */
export async function rememberPerson(
  person: Pick<SignedInPerson, 'issuer' | 'subject' | 'displayName' | 'addresses'> & {
    readonly userIds?: readonly string[]
  },
  at: Date,
  within: Database = database(),
): Promise<void> {
  const { issuer, subject, displayName, userIds } = person
  const ids = userIds === undefined ? {} : { userIds: [...userIds] }
  const stated = {
    displayName,
    addresses: [...person.addresses],
    nameKey: searchKey(displayName),
    addressKeys: person.addresses.map(searchKey),
    seenAt: at,
    ...ids,
  }
  await within
    .insert(people)
    .values({ issuer, subject, ...stated })
    .onConflictDoUpdate({ target: [people.issuer, people.subject], set: stated })
}

/** A name or an address in the form that is searched: letter case and ways to write the same letter don't matter. */
export function searchKey(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase()
}

/** Stores the Recognize user IDs that a look-up found for a known person. */
export async function rememberUserIds(
  { issuer, subject }: Pick<SignedInPerson, 'issuer' | 'subject'>,
  userIds: readonly string[],
  within: Database = database(),
): Promise<void> {
  await within
    .update(people)
    .set({ userIds: [...userIds] })
    .where(and(eq(people.issuer, issuer), eq(people.subject, subject)))
}
