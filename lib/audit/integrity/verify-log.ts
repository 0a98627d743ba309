import 'server-only'
import { setImmediate as yieldToRequests } from 'node:timers/promises'
import { and, asc, gt, lte, or } from 'drizzle-orm'
import { database } from '../../database/connection'
import { auditEntries, auditHead } from '../../database/schema'
import { chainedColumns, entryHash, type ChainedFields } from '../log/chain'
import { CHAIN_START, headOfLog, type ChainPosition } from '../log/chain-position'
import { readPositions } from './signed-positions'
import { actorsAltered, actorsUnknown, type ActorFinding } from './verify-actors'
import {
  anchorsBefore,
  compareAnchors,
  compareCheckpoints,
  placesBeyondHead,
  type PlaceFinding,
} from './verify-places'

export const ENTRY_FINDINGS = ['altered', 'inserted', 'head', 'cut'] as const

/**
 * Something that is not as it was written, with the number of the entry.
 * - `altered` a column of the entry, or its place, doesn't fit its hash
 * - `missing` the entry is missing, and those up to `to`
 * - `inserted` the entry has no place in the chain: it stands twice, before the beginning or after the end
 * - `head` the last entry isn't what the head says, or the next one was not written at its time
 * - `cut` the statement about where the oldest entries were dropped isn't signed by the portal
 */
export type Finding =
  | { readonly what: (typeof ENTRY_FINDINGS)[number]; readonly entry: number }
  | { readonly what: 'missing'; readonly entry: number; readonly to: number }
  | PlaceFinding
  | ActorFinding

export type Verification = {
  /** How many entries were verified; they follow `from` and end at `head`. */
  readonly entries: number
  readonly from: ChainPosition
  readonly head: ChainPosition
  /** The first few, in the order of the chain. Empty: the chain is intact. */
  readonly findings: readonly Finding[]
}

const BATCH = 1_000
const MOST_FINDINGS = 20

type ChainedRow = ChainedFields & { readonly hash: string }

/**
 * Verifies the chain, from its beginning or the newest cut, up to its end at the start of the run. Entries may be written
 * meanwhile. `anchored` are positions known from outside the database, such as a line of the process's log. One that was
 * dropped since proves nothing: the newest of them must be of an entry that is there.
 */
export async function verifyAuditLog(
  anchored: ChainPosition | readonly ChainPosition[] | null = null,
  batch = BATCH,
): Promise<Verification> {
  const anchors: readonly ChainPosition[] = anchored === null ? [] : [anchored].flat()
  const { recordedAt, ...head } = await headOfLog()
  const { from, findings } = await findBeginning()
  let last: ChainPosition = from
  let entries = 0
  let time = '0'
  while (last.entries < head.entries && findings.length < MOST_FINDINGS) {
    const to = Math.min(last.entries + batch, head.entries)
    const rows = await readRows(last.entries, to)
    findings.push(...(await compareCheckpoints(last.entries, to, rows)))
    findings.push(...compareAnchors(anchors, rows))
    for (const row of rows) {
      const id = Number(row.id)
      const found = findingsOfRow(last, row, time)
      findings.push(...found)
      last = { entries: Math.max(last.entries, id), hash: row.hash }
      if (found.length === 0) time = row.recordedAt
    }
    if (last.entries < to) findings.push({ what: 'missing', entry: last.entries + 1, to })
    last = { ...last, entries: to }
    findings.push(...(await actorsUnknown(rows)))
    entries += rows.length
    await yieldToRequests()
  }
  // A month that was dropped meanwhile is not missing.
  if ((await findBeginning()).from.entries !== from.entries) return verifyAuditLog(anchored, batch)
  const isWhole = findings.length === 0
  // The next entries take their place and their time from the head.
  if (isWhole && (last.hash !== head.hash || (entries > 0 && time !== recordedAt)))
    findings.push({ what: 'head', entry: head.entries })
  findings.push(...(await rowsOutside(from)), ...(await placesBeyondHead(anchors)))
  findings.push(...anchorsBefore(from, anchors))
  findings.push(...(await actorsAltered(MOST_FINDINGS)))
  return { entries, from, head, findings: findings.slice(0, MOST_FINDINGS) }
}

/** The findings about a row that follows `last`. An altered row doesn't make the next one look altered. */
function findingsOfRow(last: ChainPosition, row: ChainedRow, time: string): Finding[] {
  const id = Number(row.id)
  if (id <= last.entries) return [{ what: 'inserted', entry: id }]
  if (id > last.entries + 1) return [{ what: 'missing', entry: last.entries + 1, to: id - 1 }]
  if (entryHash(last.hash, row) !== row.hash) return [{ what: 'altered', entry: id }]
  // Whoever set the head back made the portal write at another time.
  return Number(row.recordedAt) < Number(time) ? [{ what: 'head', entry: id - 1 }] : []
}

function readRows(after: number, to: number): Promise<ChainedRow[]> {
  return database()
    .select(chainedColumns)
    .from(auditEntries)
    .where(and(gt(auditEntries.id, after), lte(auditEntries.id, to)))
    .orderBy(asc(auditEntries.id), asc(auditEntries.recordedAt))
}

/** The position after which the first entry must be there: the newest cut that the portal has signed, or the start. */
async function findBeginning(): Promise<{ from: ChainPosition; findings: Finding[] }> {
  const { newest, forged } = await readPositions('cut', 'all')
  const findings = forged.map((entry): Finding => ({ what: 'cut', entry }))
  return {
    from: newest ? { entries: newest.entries, hash: newest.hash } : CHAIN_START,
    findings,
  }
}

/** Rows before the beginning or after the end of the chain. */
async function rowsOutside(from: ChainPosition): Promise<Finding[]> {
  const rows = await database()
    .select({ entry: auditEntries.id })
    .from(auditEntries)
    .innerJoin(
      auditHead,
      or(lte(auditEntries.id, from.entries), gt(auditEntries.id, auditHead.entries)),
    )
    .orderBy(asc(auditEntries.id))
    .limit(MOST_FINDINGS)
  return rows.map(({ entry }) => ({ what: 'inserted', entry }))
}
