import 'server-only'
import { and, eq, gt } from 'drizzle-orm'
import type { Account } from '../../auth/authorization/actor'
import type { Permitted } from '../../auth/authorization/authorize'
import { database, type Database } from '../../database/connection'
import { preparations } from '../../database/schema'
import { believedRows } from '../../database/sealed-rows'

/** What support has prepared for a person. A code is made when the person begins. */
export type Prepared = {
  readonly start: 'backup' | 'old-phone'
  /** Which of the person's identities, counted from 0. */
  readonly identity: number
  /** ISO 8601, UTC. */
  readonly preparedAt: string
}

const isFor = ({ issuer, subject }: Account) =>
  and(eq(preparations.issuer, issuer), eq(preparations.subject, subject))

/** The prepared activation that the person can still start, if its identity is still theirs. */
export async function preparedFor({
  authorized: { subject },
  at,
}: Permitted<'activations:start:own'> & { readonly at: Date }): Promise<Prepared | null> {
  const rows = await database()
    .select()
    .from(preparations)
    .where(and(isFor(subject), gt(preparations.expiresAt, at)))
  const { issuer, subject: account } = subject
  const [row] = believedRows(preparations, rows, { issuer, subject: account })
  const identity = row ? subject.userIds.indexOf(row.userId) : -1
  if (!row || identity < 0) return null
  return { start: row.start, identity, preparedAt: row.createdAt.toISOString() }
}

/** Deletes the preparation, because the person has started the activation. */
export async function deletePrepared(account: Account, within: Database): Promise<void> {
  await within.delete(preparations).where(isFor(account))
}
