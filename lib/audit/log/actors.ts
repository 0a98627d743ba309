import 'server-only'
import { and, eq } from 'drizzle-orm'
import type { Database } from '../../database/connection'
import { auditActors } from '../../database/schema'
import { randomId } from '../../platform/crypto'
import { sign } from './signature'

/** A person as the provider knows them. The display name is only shown. */
export type ActorIdentity = {
  readonly issuer: string
  readonly subject: string
  readonly displayName?: string | undefined
}

export type ActorRow = typeof auditActors.$inferSelect

/** The seal that binds the name of an actor to a person: the row can't be moved to another person. */
export function actorSeal(row: Omit<ActorRow, 'seal'>): string {
  return sign('actor', [row.actor, row.issuer, row.subject, row.displayName])
}

const isPerson = ({ issuer, subject }: ActorIdentity) =>
  and(eq(auditActors.issuer, issuer), eq(auditActors.subject, subject))

/** The actor that entries name for a person; null for one that has none, or none any more. */
export async function findActor(person: ActorIdentity, within: Database): Promise<ActorRow | null> {
  const [row] = await within.select().from(auditActors).where(isPerson(person))
  return row ?? null
}

/** The same, locked: the actor is neither purged nor erased until an entry was added, or until the erasure is done. */
export async function holdActor(
  person: ActorIdentity,
  tx: Database,
  purpose: 'to add' | 'to erase',
): Promise<ActorRow | null> {
  const lock = purpose === 'to add' ? 'key share' : 'update'
  const [row] = await tx.select().from(auditActors).where(isPerson(person)).for(lock)
  return row ?? null
}

/** The name of a person in entries; a new one gets a random name. `known` was found before. The caller has locked the head of the chain. */
export async function actorOfEntry(
  person: ActorIdentity,
  known: ActorRow | null,
  tx: Database,
): Promise<string> {
  const displayName = person.displayName || (known?.displayName ?? null)
  if (known !== null && known.displayName === displayName) return known.actor
  const { issuer, subject } = person
  const row = { actor: known?.actor ?? randomId(), issuer, subject, displayName }
  const values = { ...row, seal: actorSeal(row) }
  if (known !== null) {
    await tx.update(auditActors).set(values).where(eq(auditActors.actor, known.actor))
    return known.actor
  }
  const added = await tx
    .insert(auditActors)
    .values(values)
    .onConflictDoNothing()
    .returning({ actor: auditActors.actor })
  // The transaction that locked the head before this one has added the same person.
  return added[0]?.actor ?? actorOfEntry(person, await holdActor(person, tx, 'to add'), tx)
}
