import 'server-only'
import { and, eq } from 'drizzle-orm'
import type { Database } from '../database/connection'
import { trailActors } from '../database/schema'
import { randomId } from '../platform/crypto'
import { sign } from './seal'

/** Somebody, as the provider knows them; the name is for showing. */
export type Person = {
  readonly issuer: string
  readonly subject: string
  readonly displayName?: string | undefined
}

export type ActorRow = typeof trailActors.$inferSelect

/** What ties an actor of the trail to a person; it can't be moved to another. */
export function sealOf({
  actor,
  issuer,
  subject,
  displayName,
}: Pick<ActorRow, 'actor' | 'issuer' | 'subject' | 'displayName'>): string {
  return sign('actor', [actor, issuer, subject, displayName])
}

const isPerson = ({ issuer, subject }: Person) =>
  and(eq(trailActors.issuer, issuer), eq(trailActors.subject, subject))

/** What the trail calls a person; null for one it doesn't know (any more). */
export async function findActor(person: Person, within: Database): Promise<ActorRow | null> {
  const [row] = await within.select().from(trailActors).where(isPerson(person))
  return row ?? null
}

/** The same; one it doesn't know gets a name. `known` is what was found before; the caller holds the head of the chain. */
export async function actorOf(
  person: Person,
  known: ActorRow | null,
  tx: Database,
): Promise<string> {
  const displayName = person.displayName || (known?.displayName ?? null)
  if (known !== null && known.displayName === displayName) return known.actor
  const { issuer, subject } = person
  const row = { actor: known?.actor ?? randomId(), issuer, subject, displayName }
  const values = { ...row, seal: sealOf(row) }
  if (known !== null) {
    await tx.update(trailActors).set(values).where(eq(trailActors.actor, known.actor))
    return known.actor
  }
  const added = await tx
    .insert(trailActors)
    .values(values)
    .onConflictDoNothing()
    .returning({ actor: trailActors.actor })
  // Whoever held the head before has given the same person a name.
  return added[0]?.actor ?? actorOf(person, await findActor(person, tx), tx)
}
