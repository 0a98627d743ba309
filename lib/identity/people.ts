import 'server-only'
import { database, type Database } from '../database/connection'
import { people } from '../database/schema'
import type { Person } from './id-token'

/** Keeps what the provider says of a person at their sign-in, in place of what it said before. */
export async function rememberPerson(
  person: Pick<Person, 'issuer' | 'subject' | 'displayName' | 'addresses'>,
  at: Date,
  within: Database = database(),
): Promise<void> {
  const { issuer, subject, displayName } = person
  const said = { displayName, addresses: [...person.addresses], seenAt: at }
  await within
    .insert(people)
    .values({ issuer, subject, ...said })
    .onConflictDoUpdate({ target: [people.issuer, people.subject], set: said })
}
