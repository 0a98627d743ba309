import 'server-only'
import { and, eq } from 'drizzle-orm'
import { database, type Database } from '../../database/connection'
import { people } from '../../database/schema'
import { believableColumns, believedRows, sealRow, updateSealed } from '../../database/sealed-rows'
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
  const stated = {
    issuer,
    subject,
    displayName,
    addresses: [...person.addresses],
    nameKey: searchKey(displayName),
    addressKeys: person.addresses.map(searchKey),
    seenAt: at,
  }
  await within.transaction(async (tx) => {
    const ids = userIds ?? (await lockedUserIds(person, tx))
    const row = sealRow(people, { ...stated, userIds: [...ids] })
    await tx
      .insert(people)
      .values(row)
      .onConflictDoUpdate({ target: [people.issuer, people.subject], set: row })
  })
}

const isPersonOf = ({ issuer, subject }: Pick<SignedInPerson, 'issuer' | 'subject'>) =>
  and(eq(people.issuer, issuer), eq(people.subject, subject))

async function lockedUserIds(
  account: Pick<SignedInPerson, 'issuer' | 'subject'>,
  tx: Database,
): Promise<readonly string[]> {
  const rows = await tx
    .select(believableColumns(people))
    .from(people)
    .where(isPersonOf(account))
    .for('update')
  return believedRows(people, rows)[0]?.userIds ?? []
}

/** A name or an address in the form that is searched: letter case and ways to write the same letter don't matter. */
export function searchKey(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase()
}

/** Stores the Recognize user IDs that a look-up found for a known person. */
export async function rememberUserIds(
  account: Pick<SignedInPerson, 'issuer' | 'subject'>,
  userIds: readonly string[],
  within: Database = database(),
): Promise<void> {
  await updateSealed(people, { userIds: [...userIds] }, isPersonOf(account), within)
}
