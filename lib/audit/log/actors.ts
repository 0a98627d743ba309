import 'server-only'
import { and, eq } from 'drizzle-orm'
import type { Database } from '../../database/connection'
import { auditActors } from '../../database/schema'
import { randomId } from '../../platform/crypto'
import { sign } from './signature'

/** Somebody, as the provider knows them; the name is for showing. */
export type ActorIdentity = {
  readonly issuer: string
  readonly subject: string
  readonly displayName?: string | undefined
}

export type ActorRow = typeof auditActors.$inferSelect

/** What ties an actor of the trail to a person; it can't be moved to another. */
export function actorSeal({
  actor,
  issuer,
  subject,
  displayName,
}: Pick<ActorRow, 'actor' | 'issuer' | 'subject' | 'displayName'>): string {
  return sign('actor', [actor, issuer, subject, displayName])
}

const isPerson = ({ issuer, subject }: ActorIdentity) =>
  and(eq(auditActors.issuer, issuer), eq(auditActors.subject, subject))

/** What the trail calls a person; null for one it doesn't know (any more). */
export async function findActor(person: ActorIdentity, within: Database): Promise<ActorRow | null> {
  const [row] = await within.select().from(auditActors).where(isPerson(person))
  return row ?? null
}

/** The same for whoever is about to add an entry, or to erase them: they are not forgotten, nor erased, until that is done. */
export async function holdActor(
  person: ActorIdentity,
  tx: Database,
  purpose: 'to add' | 'to erase',
): Promise<ActorRow | null> {
  const lock = purpose === 'to add' ? 'key share' : 'update'
  const [row] = await tx.select().from(auditActors).where(isPerson(person)).for(lock)
  return row ?? null
}

/** What the trail calls a person, in any case; one it doesn't know gets a name. `known` is what was found before; the caller holds the head of the chain. */
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
  // Whoever held the head before has given the same person a name.
  return added[0]?.actor ?? actorOfEntry(person, await holdActor(person, tx, 'to add'), tx)
}
