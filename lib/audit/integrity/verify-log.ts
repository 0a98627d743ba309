import 'server-only'
import { setImmediate as yieldToRequests } from 'node:timers/promises'
import { and, asc, desc, gt, lte, or } from 'drizzle-orm'
import { database } from '../../database/connection'
import { auditEntries, auditCuts, auditHead } from '../../database/schema'
import { chainedColumns, entryHash, type ChainedFields } from '../log/chain'
import { CHAIN_START, headOfLog, signPosition, type ChainPosition } from '../log/chain-position'
import { actorsAltered, actorsUnknown, type ActorFinding } from './verify-actors'
import {
  compareAnchor,
  compareCheckpoints,
  placesBeyondHead,
  type PlaceFinding,
} from './verify-places'

/**
 * Something that is not as it was written, with the number of the entry.
 * - `altered` a column of the entry, or its place, doesn't fit its hash
 * - `missing` the entry is missing, and those up to `to`
 * - `inserted` the entry has no place in the chain: it stands twice, before the beginning or after the end
 * - `head` the last entry isn't what the head says
 * - `cut` the statement about where the oldest entries were dropped isn't signed by the portal
 */
export type Finding =
  | { readonly what: 'altered' | 'inserted' | 'head' | 'cut'; readonly entry: number }
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
 * meanwhile. `anchor` is a position known from outside the database, such as a line of the process's log.
 */
export async function verifyAuditLog(
  anchor: ChainPosition | null = null,
  batch = BATCH,
): Promise<Verification> {
  const { recordedAt, ...head } = await headOfLog()
  const { from, findings } = await findBeginning()
  let last: ChainPosition = from
  let entries = 0
  let time = recordedAt
  while (last.entries < head.entries && findings.length < MOST_FINDINGS) {
    const to = Math.min(last.entries + batch, head.entries)
    const rows = await readRows(last.entries, to)
    findings.push(...(await compareCheckpoints(last.entries, to, rows)))
    findings.push(...compareAnchor(anchor, rows))
    for (const row of rows) {
      const id = Number(row.id)
      findings.push(...findingsOfRow(last, row))
      last = { entries: Math.max(last.entries, id), hash: row.hash }
      time = row.recordedAt
    }
    if (last.entries < to) findings.push({ what: 'missing', entry: last.entries + 1, to })
    last = { ...last, entries: to }
    findings.push(...(await actorsUnknown(rows)))
    entries += rows.length
    await yieldToRequests()
  }
  // A month that was dropped meanwhile is not missing.
  if ((await findBeginning()).from.entries !== from.entries) return verifyAuditLog(anchor, batch)
  const isWhole = findings.length === 0
  // The next entries take their place and their time from the head.
  if (isWhole && (last.hash !== head.hash || time !== recordedAt))
    findings.push({ what: 'head', entry: head.entries })
  findings.push(...(await rowsOutside(from)), ...(await placesBeyondHead(anchor)))
  findings.push(...compareAnchor(anchor, [{ ...from, id: `${from.entries}` }]))
  findings.push(...(await actorsAltered(MOST_FINDINGS)))
  return { entries, from, head, findings: findings.slice(0, MOST_FINDINGS) }
}

/** The findings about a row that follows `last`. An altered row doesn't make the next one look altered. */
function findingsOfRow(last: ChainPosition, row: ChainedRow): Finding[] {
  const id = Number(row.id)
  if (id <= last.entries) return [{ what: 'inserted', entry: id }]
  if (id > last.entries + 1) return [{ what: 'missing', entry: last.entries + 1, to: id - 1 }]
  return entryHash(last.hash, row) === row.hash ? [] : [{ what: 'altered', entry: id }]
}

function readRows(after: number, to: number): Promise<ChainedRow[]> {
  return database()
    .select(chainedColumns)
    .from(auditEntries)
    .where(and(gt(auditEntries.id, after), lte(auditEntries.id, to)))
    .orderBy(asc(auditEntries.id), asc(auditEntries.recordedAt))
}

/** The position after which the first entry must be there: the newest genuine cut, or the start. */
async function findBeginning(): Promise<{ from: ChainPosition; findings: Finding[] }> {
  const findings: Finding[] = []
  const cuts = await database()
    .select()
    .from(auditCuts)
    .orderBy(desc(auditCuts.entries))
    .limit(MOST_FINDINGS)
  for (const { signature, ...cut } of cuts) {
    if (signature === signPosition('cut', cut))
      return { from: { entries: cut.entries, hash: cut.hash }, findings }
    findings.push({ what: 'cut', entry: cut.entries })
  }
  return { from: CHAIN_START, findings }
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
