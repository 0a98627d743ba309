import 'server-only'
import { and, eq } from 'drizzle-orm'
import type { Database } from '../../database/connection'
import { auditActors } from '../../database/schema'
import { randomId } from '../../platform/crypto'
import { log } from '../../platform/log'
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

/** Whether a row is as the portal wrote it. An entry that is signed under a name that somebody has moved would accuse another person. */
export function isBelievedActor(row: ActorRow): boolean {
  const isRight = row.seal === actorSeal(row)
  if (!isRight) log().error({ actor: row.actor }, 'a row of the actors has a wrong seal')
  return isRight
}

/** The row of this person; none of the rows that somebody wrote, or that belong to another person. */
function believedActor(rows: readonly ActorRow[], person: ActorIdentity): ActorRow | null {
  const isTheirs = ({ issuer, subject }: ActorRow) =>
    issuer === person.issuer && subject === person.subject
  return rows.find((row) => isTheirs(row) && isBelievedActor(row)) ?? null
}

/** The actor that entries name for a person; null for one that has none, or none any more. */
export async function findActor(person: ActorIdentity, within: Database): Promise<ActorRow | null> {
  return believedActor(await within.select().from(auditActors).where(isPerson(person)), person)
}

/** The same, locked: the actor is neither purged nor erased until an entry was added, or until the erasure is done. */
export async function holdActor(
  person: ActorIdentity,
  tx: Database,
  purpose: 'to add' | 'to erase',
): Promise<ActorRow | null> {
  const lock = purpose === 'to add' ? 'key share' : 'update'
  const rows = await tx.select().from(auditActors).where(isPerson(person)).for(lock)
  return believedActor(rows, person)
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
  if (added.length > 0) return row.actor
  // The transaction that locked the head before this one has added the same person.
  const other = await holdActor(person, tx, 'to add')
  if (other !== null) return actorOfEntry(person, other, tx)
  // A row that somebody wrote stands in the place of theirs. It is replaced, and its name is used for nothing.
  await tx.delete(auditActors).where(isPerson(person))
  await tx.insert(auditActors).values(values)
  return row.actor
}
