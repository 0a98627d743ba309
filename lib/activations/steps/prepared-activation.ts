import 'server-only'
import { and, eq, gt } from 'drizzle-orm'
import { database, type Database } from '../../database/connection'
import { preparations } from '../../database/schema'
import type { Actor, Subject } from '../../auth/authorization/actor'
import { can } from '../../auth/authorization/policy'
import type { PersonKey } from '../tracking/activation-rows'

/** What support has prepared for a person; there is no code until they begin it themselves. */
export type Prepared = {
  readonly start: 'backup' | 'old-phone'
  /** Which of the person's identities, counted from 0. */
  readonly identity: number
  /** ISO 8601, UTC. */
  readonly preparedAt: string
}

const isFor = ({ issuer, subject }: PersonKey) =>
  and(eq(preparations.issuer, issuer), eq(preparations.subject, subject))

/** What was prepared for the subject and can still be begun; null when nothing was, or for an identity that isn't theirs any more. */
export async function preparedFor(
  actor: Actor,
  subject: Subject,
  at: Date,
): Promise<Prepared | null> {
  if (!can(actor, 'activations:start:own', subject)) return null
  const [row] = await database()
    .select()
    .from(preparations)
    .where(and(isFor(subject), gt(preparations.expiresAt, at)))
  const identity = row ? subject.userIds.indexOf(row.userId) : -1
  if (!row || identity < 0) return null
  return { start: row.start, identity, preparedAt: row.createdAt.toISOString() }
}

/** Forgets what was prepared: the person has begun. */
export async function purgePrepared(person: PersonKey, within: Database): Promise<void> {
  await within.delete(preparations).where(isFor(person))
}
