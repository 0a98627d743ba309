import 'server-only'
import { and, asc, desc, gt, lte } from 'drizzle-orm'
import { database } from '../../database/connection'
import { auditCheckpoints, auditHead } from '../../database/schema'
import {
  headOfLog,
  signPosition,
  type ChainPosition,
  type SignedPosition,
} from '../log/chain-position'

/**
 * - `checkpoint` the checkpoint at this entry isn't signed by the portal
 * - `rewritten` a checkpoint, or the anchor, proves that this entry was another one
 * - `rolled-back` the chain ends at this entry, but had entries up to `to`
 */
export type PlaceFinding =
  | { readonly what: 'checkpoint' | 'rewritten'; readonly entry: number }
  | { readonly what: 'rolled-back'; readonly entry: number; readonly to: number }

type Hashed = { readonly id: string; readonly hash: string }

/** Compares the checkpoints after entry `after` up to `to` with `rows`, which are those entries. */
export async function compareCheckpoints(
  after: number,
  to: number,
  rows: readonly Hashed[],
): Promise<PlaceFinding[]> {
  const checkpoints = await database()
    .select()
    .from(auditCheckpoints)
    .where(and(gt(auditCheckpoints.entries, after), lte(auditCheckpoints.entries, to)))
    .orderBy(asc(auditCheckpoints.entries))
  return checkpoints.flatMap((checkpoint) =>
    isGenuine(checkpoint)
      ? compareAnchor(checkpoint, rows)
      : [{ what: 'checkpoint', entry: checkpoint.entries }],
  )
}

function isGenuine({ signature, ...checkpoint }: SignedPosition): boolean {
  return signature === signPosition('checkpoint', checkpoint)
}

/** Compares a position that is known for certain with its row, if that is among `rows`. */
export function compareAnchor(
  anchor: ChainPosition | null,
  rows: readonly Hashed[],
): PlaceFinding[] {
  const row = anchor && rows.find(({ id }) => Number(id) === anchor.entries)
  return row && row.hash !== anchor.hash ? [{ what: 'rewritten', entry: anchor.entries }] : []
}

/** Checkpoints, or an anchor, of more entries than the chain has. */
export async function placesBeyondHead(anchor: ChainPosition | null): Promise<PlaceFinding[]> {
  const [beyond] = await database()
    .select({ checkpoint: auditCheckpoints, entry: auditHead.entries })
    .from(auditCheckpoints)
    .innerJoin(auditHead, gt(auditCheckpoints.entries, auditHead.entries))
    .orderBy(desc(auditCheckpoints.entries))
    .limit(1)
  const findings: PlaceFinding[] = []
  if (beyond) {
    const { checkpoint, entry } = beyond
    const to = checkpoint.entries
    if (isGenuine(checkpoint)) findings.push({ what: 'rolled-back', entry, to })
    else findings.push({ what: 'checkpoint', entry: to })
  }
  const { entries: entry } = await headOfLog()
  const to = anchor?.entries ?? 0
  if (to > entry) findings.push({ what: 'rolled-back', entry, to })
  return findings
}
