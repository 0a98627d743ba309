import 'server-only'
import { and, asc, desc, gt, lte } from 'drizzle-orm'
import { database } from '../../database/connection'
import { auditCheckpoints, auditHead } from '../../database/schema'
import { headOfLog, type ChainPosition } from '../log/chain-position'
import { isGenuine } from './signed-positions'

/**
 * - `checkpoint` the checkpoint at this entry isn't signed by the portal
 * - `rewritten` a checkpoint, or the anchor, proves that this entry was another one
 * - `anchor-too-old` the newest anchor is of this entry, which was dropped, and proves nothing of those that are left
 * - `anchor-forged` the anchor of this entry isn't signed by the portal, or is one of another chain
 * - `rolled-back` the chain ends at this entry, but had entries up to `to`
 */
export const PLACE_FINDINGS = [
  'checkpoint',
  'rewritten',
  'anchor-too-old',
  'anchor-forged',
] as const

export type PlaceFinding =
  | { readonly what: (typeof PLACE_FINDINGS)[number]; readonly entry: number }
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
    isGenuine('checkpoint', checkpoint)
      ? compareAnchors([checkpoint], rows)
      : [{ what: 'checkpoint', entry: checkpoint.entries }],
  )
}

/** Compares positions that are known for certain with their rows, as far as those are among `rows`. */
export function compareAnchors(
  anchors: readonly ChainPosition[],
  rows: readonly Hashed[],
): PlaceFinding[] {
  const hashes = new Map(rows.map(({ id, hash }) => [Number(id), hash]))
  return anchors.flatMap(({ entries, hash }) => {
    const found = hashes.get(entries)
    return found !== undefined && found !== hash ? [{ what: 'rewritten', entry: entries }] : []
  })
}

/** What anchors say of the beginning. Of those that are older only the newest counts: it must not be among them. */
export function anchorsBefore(
  from: ChainPosition,
  anchors: readonly ChainPosition[],
): PlaceFinding[] {
  const newest = anchors.reduce((most, { entries }) => Math.max(most, entries), 0)
  const findings = compareAnchors(anchors, [{ ...from, id: `${from.entries}` }])
  return anchors.length > 0 && newest < from.entries
    ? [{ what: 'anchor-too-old', entry: newest }, ...findings]
    : findings
}

/** Checkpoints, or anchors, of more entries than the chain has. */
export async function placesBeyondHead(anchors: readonly ChainPosition[]): Promise<PlaceFinding[]> {
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
    if (isGenuine('checkpoint', checkpoint)) findings.push({ what: 'rolled-back', entry, to })
    else findings.push({ what: 'checkpoint', entry: to })
  }
  const { entries: entry } = await headOfLog()
  const to = anchors.reduce((most, anchor) => Math.max(most, anchor.entries), 0)
  if (to > entry) findings.push({ what: 'rolled-back', entry, to })
  return findings
}
