import 'server-only'
import { and, desc, eq, ne, sql } from 'drizzle-orm'
import { database } from '../../database/connection'
import { people } from '../../database/schema'
import { believedRows } from '../../database/sealed-rows'
import type { FoundPerson } from '../support-state'
import { knownPerson } from './known-people'

const MOST_FOUND = 20
/** Fewer letters than this begin too many names. */
const LEAST_LETTERS = 2

type Row = typeof people.$inferSelect

/** People with this name or address (a search key), seen last first; then those whose name begins so. */
export async function findByName(key: string): Promise<FoundPerson[]> {
  if ([...key].length < LEAST_LETTERS) return []
  const found = await Promise.all(statementsFor(key))
  const believed = found.flatMap((rows) => believedRows(people, rows, {}))
  const called = believed.filter(({ nameKey }) => nameKey === key)
  const reached = believed.filter(({ addressKeys }) => addressKeys.includes(key))
  const begun = believed.filter(({ nameKey }) => nameKey.startsWith(key))
  const exact = new Map([...called, ...reached].map((row) => [keyOf(row), row]))
  const latest = [...exact.values()].toSorted((a, b) => b.seenAt.getTime() - a.seenAt.getTime())
  const others = begun.filter((row) => !exact.has(keyOf(row)))
  return [
    ...latest.map((row) => foundPerson(row, true)),
    ...others.map((row) => foundPerson(row, false)),
  ].slice(0, MOST_FOUND)
}

/** The statements of a search. Each reads one index and stops after a few rows, with any number of people. */
export function statementsFor(key: string) {
  const begins = `${key.replaceAll(/[\\%_]/g, '\\$&')}%`
  const rows = () => database().select().from(people)
  return [
    rows().where(eq(people.nameKey, key)).orderBy(desc(people.seenAt)).limit(MOST_FOUND),
    rows()
      .where(sql`${people.addressKeys} @> ${JSON.stringify([key])}::jsonb`)
      .orderBy(desc(people.seenAt))
      .limit(MOST_FOUND),
    rows()
      .where(and(sql`${people.nameKey} like ${begins}`, ne(people.nameKey, key)))
      // As the index has them.
      .orderBy(sql`${people.nameKey} using ~<~`)
      .limit(MOST_FOUND),
  ] as const
}

const keyOf = ({ issuer, subject }: Row) => JSON.stringify([issuer, subject])

function foundPerson(row: Row, exact: boolean): FoundPerson {
  return { userIds: row.userIds, person: knownPerson(row), exact }
}
