import 'server-only'
import type { sessions } from '../../database/schema'
import { processSingleton } from '../../platform/process-singleton'

type Row = typeof sessions.$inferSelect

/** How long a sign-in that the database confirmed may still be believed while the database can't be asked. */
const BELIEVED_MS = 5 * 60_000
const MOST = 10_000

const recent = processSingleton(
  'recent-sign-ins',
  () => new Map<string, { readonly row: Row; readonly at: number }>(),
)

/** Notes that the database confirmed a sign-in at this moment. */
export function cacheSession(row: Row, at: Date): void {
  recent.delete(row.idHash)
  recent.set(row.idHash, { row, at: at.getTime() })
  const [oldest] = recent.keys()
  if (recent.size > MOST && oldest !== undefined) recent.delete(oldest)
}

/** A sign-in that the database confirmed within the last five minutes; null for every other one. For reading only. */
export function cachedSession(idHash: string, at: Date): Row | null {
  const known = recent.get(idHash)
  const age = known ? at.getTime() - known.at : Infinity
  return known && age >= 0 && age < BELIEVED_MS ? known.row : null
}

/** Takes sign-ins that ended out of the memory. */
export function evictSessions(ended: (row: Row) => boolean): void {
  for (const [idHash, { row }] of recent) if (ended(row)) recent.delete(idHash)
}
