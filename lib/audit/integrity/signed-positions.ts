import 'server-only'
import { desc } from 'drizzle-orm'
import { database, type Database } from '../../database/connection'
import { auditCheckpoints, auditCuts } from '../../database/schema'
import { signPosition, type SignedPosition } from '../log/chain-position'

type PositionKind = 'checkpoint' | 'cut'

/** Positions of one kind: the newest that the portal has signed, and the entries of those that it hasn't. */
export type SignedPositions = {
  readonly newest: SignedPosition | null
  /** A few of them, the newest first. */
  readonly forged: readonly number[]
}

const TABLES = { checkpoint: auditCheckpoints, cut: auditCuts } as const
const BATCH = 1_000
const FEW = 3
const MOST_FORGED = 20

/** Whether the portal has signed this position as one of this kind. */
export function isGenuine(kind: PositionKind, position: SignedPosition): boolean {
  return position.signature === signPosition(kind, position)
}

/**
 * The positions of one kind. A row that the portal hasn't signed counts for nothing, and never hides a signed one.
 * `all`: looks at every row, and not only at those that are newer than the newest signed one.
 */
export async function readPositions(
  kind: PositionKind,
  how: 'newest' | 'all',
  within: Database = database(),
): Promise<SignedPositions> {
  const table = TABLES[kind]
  const forged: number[] = []
  let newest: SignedPosition | null = null
  // The newest is nearly always the first.
  let size = how === 'newest' ? FEW : BATCH
  for (let read = 0; ;) {
    const rows = await within
      .select()
      .from(table)
      .orderBy(desc(table.entries), desc(table.signature))
      .limit(size)
      .offset(read)
    for (const row of rows) {
      if (!isGenuine(kind, row)) {
        if (forged.length < MOST_FORGED) forged.push(row.entries)
        continue
      }
      newest ??= row
      if (how === 'newest') return { newest, forged }
    }
    if (rows.length < size) return { newest, forged }
    read += size
    size = BATCH
  }
}
