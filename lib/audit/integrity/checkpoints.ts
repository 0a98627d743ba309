import 'server-only'
import { database, type Database } from '../../database/connection'
import { auditCheckpoints } from '../../database/schema'
import type { MaintenanceJob } from '../../jobs/maintenance'
import { log } from '../../platform/log'
import {
  CHAIN_START,
  headOfLog,
  signPosition,
  type ChainPosition,
  type SignedPosition,
} from '../log/chain-position'
import { createAnchoring } from './send-anchors'
import { readPositions } from './signed-positions'
import { stopRetention } from './stop-retention'
import { verifyStretch } from './verify-stretch'

const LOOK_EVERY_MS = 10_000
/** An entry is without a checkpoint for no longer than this; and no more entries than these are. */
const CHECKPOINT_MS = 5 * 60_000
const CHECKPOINT_ENTRIES = 1_000

/** What a process has seen of the chain: how long it was, and when it last couldn't be signed. */
export type ChainSeen = { readonly entries: number; readonly refusedAt: Date | null }

/** Signs checkpoints in time, and anchors them. Each process remembers how long it has seen the chain. */
export function checkpointJob(): MaintenanceJob {
  let seen: ChainSeen = { entries: 0, refusedAt: null }
  const anchor = createAnchoring()
  return {
    name: 'audit log checkpoints',
    everyMs: LOOK_EVERY_MS,
    run: async (clock) => {
      seen = await keepCheckpoints(clock(), seen)
      const latest = await latestCheckpoint()
      if (latest) await anchor(latest, clock())
    },
  }
}

/** Signs a checkpoint when one is due. What doesn't fit is told every five minutes, and no checkpoint is signed then. */
export async function keepCheckpoints(at: Date, seen: ChainSeen): Promise<ChainSeen> {
  const { entries } = await headOfLog()
  const known = { entries: Math.max(entries, seen.entries), refusedAt: seen.refusedAt }
  if (seen.refusedAt && isWithin(CHECKPOINT_MS, at, seen.refusedAt)) return known
  const { newest: latest, forged } = await readPositions('checkpoint', 'newest')
  if (forged.length > 0) await stopRetention('checkpoint', at)
  const isCutOff = entries < Math.max(seen.entries, latest?.entries ?? 0)
  if (isCutOff) {
    log().error({ entries, longest: seen.entries }, 'the audit log was cut off at its end')
    await stopRetention('entries', at)
  }
  const fresh = entries - (latest?.entries ?? 0)
  const isOld = !latest || !isWithin(CHECKPOINT_MS, at, latest.at)
  const isDue = !isCutOff && (fresh >= CHECKPOINT_ENTRIES || (fresh > 0 && isOld))
  const isRefused = isDue && (await signCheckpoint(at)) === 'refused'
  const isWrong = isCutOff || isRefused || forged.length > 0
  return { ...known, refusedAt: isWrong ? at : null }
}

const isWithin = (ms: number, one: Date, other: Date) =>
  Math.abs(one.getTime() - other.getTime()) < ms

/** The newest checkpoint that the portal has signed; null before the first. */
export async function latestCheckpoint(
  within: Database = database(),
): Promise<SignedPosition | null> {
  return (await readPositions('checkpoint', 'newest', within)).newest
}

/** Signs where the chain ends now. Null: it was signed before, or it can't be. */
export async function writeCheckpoint(at: Date): Promise<ChainPosition | null> {
  const written = await signCheckpoint(at)
  return typeof written === 'string' ? null : written
}

/** Signs where the chain ends, after the entries since the last signed position were verified. Also in the log. */
async function signCheckpoint(at: Date): Promise<ChainPosition | 'known' | 'refused'> {
  const { entries, hash, recordedAt } = await headOfLog()
  if (entries === 0) return 'known'
  const from = await lastSigned()
  if (entries === from.entries && hash === from.hash) return 'known'
  const end = entries > from.entries ? await verifyStretch(from, entries, database()) : 'broken'
  const isAsHeadSays = typeof end !== 'string' && end.hash === hash && end.recordedAt === recordedAt
  if (!isAsHeadSays) {
    log().error({ from: from.entries, entries }, 'what follows the last checkpoint is not signed')
    await stopRetention('entries', at)
    return 'refused'
  }
  const checkpoint = { entries, hash, at }
  const written = await database()
    .insert(auditCheckpoints)
    .values({ ...checkpoint, signature: signPosition('checkpoint', checkpoint) })
    .onConflictDoNothing()
    .returning({ entries: auditCheckpoints.entries })
  if (written.length === 0) return 'known'
  // These words are documented: operators ship this line to a place outside the database.
  log().info({ anchor: `${hash}:${entries}` }, 'checkpoint of the trail')
  return { entries, hash }
}

/** The newest position that the portal has signed, of either kind. */
async function lastSigned(): Promise<ChainPosition> {
  const checkpoint = await latestCheckpoint()
  const { newest: cut } = await readPositions('cut', 'newest')
  const [last] = [checkpoint, cut]
    .filter((position) => position !== null)
    .toSorted((one, other) => other.entries - one.entries)
  return last ?? CHAIN_START
}
