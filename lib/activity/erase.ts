import 'server-only'
import { and, eq, inArray, or } from 'drizzle-orm'
import { database, type Database } from '../database/connection'
import {
  approvals,
  deskViews,
  people,
  preparations,
  signIns,
  trailActors,
} from '../database/schema'
import { findActor, type Person } from './actors'
import { record, type EntryContext } from './trail'

/**
 * Erases a person: what ties them to their entries in the trail, which stay, their sign-ins, name and addresses, and what
 * the support desk keeps of them. The
 * trail says that it was done, and about whom only what it called them; should they come back, they get another name.
 * True when anything was known of them.
 */
export async function erasePerson(
  person: Pick<Person, 'issuer' | 'subject'>,
  context: Pick<EntryContext, 'actor' | 'correlationId' | 'at'>,
): Promise<boolean> {
  const { issuer, subject } = person
  return database().transaction(async (tx) => {
    const gone = await tx
      .delete(signIns)
      .where(and(eq(signIns.issuer, issuer), eq(signIns.subject, subject)))
      .returning({ issuer: signIns.issuer })
    const [told] = await tx
      .delete(people)
      .where(and(eq(people.issuer, issuer), eq(people.subject, subject)))
      .returning({ userIds: people.userIds })
    const atDesk = await forgetAtDesk(person, told?.userIds ?? [], tx)
    const known = await findActor(person, tx)
    if (known === null) return gone.length > 0 || told !== undefined || atDesk > 0
    const detail = { erased: known.actor }
    await record({ type: 'person-erased', version: 1, detail }, context, tx)
    await tx.delete(trailActors).where(eq(trailActors.actor, known.actor))
    return true
  })
}

/** Forgets what the support desk has prepared for or asked about a person, and what they did there; gives how many rows. */
async function forgetAtDesk(
  { issuer, subject }: Pick<Person, 'issuer' | 'subject'>,
  userIds: readonly string[],
  tx: Database,
): Promise<number> {
  const gone = [
    await tx
      .delete(approvals)
      .where(
        or(
          and(eq(approvals.requesterIssuer, issuer), eq(approvals.requesterSubject, subject)),
          and(eq(approvals.deciderIssuer, issuer), eq(approvals.deciderSubject, subject)),
          inArray(approvals.userId, [...userIds]),
        ),
      )
      .returning({ row: approvals.number }),
    await tx
      .delete(preparations)
      .where(and(eq(preparations.issuer, issuer), eq(preparations.subject, subject)))
      .returning({ row: preparations.number }),
    await tx
      .delete(deskViews)
      .where(and(eq(deskViews.issuer, issuer), eq(deskViews.subject, subject)))
      .returning({ row: deskViews.userId }),
  ]
  return gone.flat().length
}
