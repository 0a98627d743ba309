import 'server-only'
import { setImmediate as yieldToRequests } from 'node:timers/promises'
import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import { database } from '../../database/connection'
import { auditEntries, auditActors } from '../../database/schema'
import { actorSeal } from '../log/actors'

/** `actor-unknown`: of this entry, neither known nor erased. `actor-altered`: its row isn’t as the portal wrote it. */
export type ActorFinding =
  | { readonly what: 'actor-unknown'; readonly entry: number; readonly actor: string }
  | { readonly what: 'actor-altered'; readonly actor: string }

/** One finding for each actor of `rows` that has no row and was not erased: its first entry. */
export async function actorsUnknown(
  rows: readonly { readonly id: string; readonly actor: string }[],
): Promise<ActorFinding[]> {
  const names = new Set(rows.map(({ actor }) => actor))
  if (names.size === 0) return []
  const known = await database()
    .select({ actor: auditActors.actor })
    .from(auditActors)
    .where(inArray(auditActors.actor, [...names]))
  for (const { actor } of known) names.delete(actor)
  if (names.size === 0) return []
  const erased = sql<string>`${auditEntries.detail} ->> 'erased'`
  const erasures = await database()
    .select({ actor: erased })
    .from(auditEntries)
    .where(and(eq(auditEntries.type, 'person-erased'), inArray(erased, [...names])))
  for (const { actor } of erasures) names.delete(actor)
  return [...names].map((actor) => ({
    what: 'actor-unknown',
    entry: Number(rows.find((row) => row.actor === actor)?.id),
    actor,
  }))
}

const BATCH = 1_000

/** Actors whose row isn't as the portal wrote it, no more than `most`. */
export async function actorsAltered(most: number): Promise<ActorFinding[]> {
  const altered: ActorFinding[] = []
  for (let after = ''; altered.length < most;) {
    const rows = await database()
      .select()
      .from(auditActors)
      .where(gt(auditActors.actor, after))
      .orderBy(asc(auditActors.actor))
      .limit(BATCH)
    for (const row of rows)
      if (row.seal !== actorSeal(row)) altered.push({ what: 'actor-altered', actor: row.actor })
    const last = rows.at(-1)
    if (!last || rows.length < BATCH) break
    after = last.actor
    await yieldToRequests()
  }
  return altered
}
