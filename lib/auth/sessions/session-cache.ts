import 'server-only'
import { afterTransaction, type Transaction } from '../../database/transaction'
import { processSingleton } from '../../platform/process-singleton'
import type { StoredSession } from './session'

/** How long a session that the database confirmed is believed while the database can't be asked. */
const BELIEVED_MS = 5 * 60_000
const MOST = 10_000

const confirmed = processSingleton(
  'recent-sign-ins',
  () => new Map<string, { readonly row: StoredSession; readonly at: number }>(),
)

/** Notes that the database confirmed a session at `at`. */
export function cacheSession(row: StoredSession, at: Date): void {
  confirmed.delete(row.idHash)
  confirmed.set(row.idHash, { row, at: at.getTime() })
  const [oldest] = confirmed.keys()
  if (confirmed.size > MOST && oldest !== undefined) confirmed.delete(oldest)
}

/** A session that the database confirmed within the last five minutes; null for every other one. For reading only. */
export function cachedSession(idHash: string, at: Date): StoredSession | null {
  const known = confirmed.get(idHash)
  const age = known ? at.getTime() - known.at : Infinity
  return known && age >= 0 && age < BELIEVED_MS ? known.row : null
}

/** Takes sessions out of the cache. */
export function evictSessions(isMeant: (row: StoredSession) => boolean): void {
  for (const [idHash, { row }] of confirmed) if (isMeant(row)) confirmed.delete(idHash)
}

/** Takes sessions that a transaction changes out of the cache: at once, and again when it has ended. */
export function evictSessionsWithin(
  within: Transaction,
  isMeant: (row: StoredSession) => boolean,
): void {
  evictSessions(isMeant)
  afterTransaction(within, () => evictSessions(isMeant))
}
