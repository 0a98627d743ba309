import 'server-only'
import { setImmediate as yieldToRequests } from 'node:timers/promises'
import { and, asc, gte, lte, sql } from 'drizzle-orm'
import type { Database } from '../../database/connection'
import { auditEntries } from '../../database/schema'
import { chainedColumns, entryHash, type ChainedFields } from '../log/chain'
import type { ChainPosition } from '../log/chain-position'

/** An entry of a stretch, and the part of the table that it lies in. */
export type StretchRow = ChainedFields & { readonly hash: string; readonly part: string }

/** Why a stretch was not followed to its end: it is not as it was written, or the caller doesn't want more of it yet. */
export type StretchFault = 'broken' | 'not-wanted'

const BATCH = 1_000

/**
 * Follows the chain from a position that is known for certain to entry `to`. Hashes are computed anew and times may not
 * go back. Gives the position there, which may then be signed. `judge` finds more faults.
 */
export async function verifyStretch(
  from: ChainPosition,
  to: number,
  within: Database,
  judge: (row: StretchRow) => StretchFault | null = () => null,
): Promise<(ChainPosition & { readonly recordedAt: string }) | StretchFault> {
  let place = { ...from, recordedAt: '0' }
  while (place.entries < to) {
    const rows = await within
      .select({ ...chainedColumns, part: sql<string>`${auditEntries}.tableoid::regclass::text` })
      .from(auditEntries)
      .where(and(gte(auditEntries.id, place.entries), lte(auditEntries.id, to)))
      .orderBy(asc(auditEntries.id))
      .limit(BATCH)
    const before = place.entries
    for (const row of rows) {
      const id = Number(row.id)
      if (before > 0 && id === before && place.entries === before) {
        // The last one known; it may have been dropped.
        if (row.hash !== place.hash) return 'broken'
        place = { ...place, recordedAt: row.recordedAt }
        continue
      }
      const isNext =
        id === place.entries + 1 &&
        Number(row.recordedAt) >= Number(place.recordedAt) &&
        entryHash(place.hash, row) === row.hash
      if (!isNext) return 'broken'
      const fault = judge(row)
      if (fault !== null) return fault
      place = { entries: id, hash: row.hash, recordedAt: row.recordedAt }
    }
    if (place.entries === before) return 'broken'
    await yieldToRequests()
  }
  return place
}
