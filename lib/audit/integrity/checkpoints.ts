import 'server-only'
import { desc } from 'drizzle-orm'
import { database, type Database } from '../../database/connection'
import { auditCheckpoints } from '../../database/schema'
import type { MaintenanceJob } from '../../jobs/maintenance'
import { log } from '../../platform/log'
import {
  headOfLog,
  signPosition,
  type ChainPosition,
  type SignedPosition,
} from '../log/chain-position'

const LOOK_EVERY_MS = 10_000
/** An entry is without a checkpoint for no longer than this; and no more entries than these are. */
const CHECKPOINT_MS = 5 * 60_000
const CHECKPOINT_ENTRIES = 1_000

/** Signs checkpoints in time. Each process remembers how long it has seen the chain. */
export function checkpointJob(): MaintenanceJob {
  let longest = 0
  return {
    name: 'audit log checkpoints',
    everyMs: LOOK_EVERY_MS,
    run: async (clock) => {
      longest = await keepCheckpoints(clock(), longest)
    },
  }
}

/** Signs a checkpoint when one is due; gives the length of the chain. `longest` shows that its end was cut off. */
export async function keepCheckpoints(at: Date, longest: number): Promise<number> {
  const { entries } = await headOfLog()
  if (entries < longest) log().error({ entries, longest }, 'the audit log was cut off at its end')
  const latest = await latestCheckpoint()
  const fresh = entries - (latest?.entries ?? 0)
  const age = at.getTime() - (latest?.at.getTime() ?? 0)
  if (fresh >= CHECKPOINT_ENTRIES || (fresh > 0 && age >= CHECKPOINT_MS)) await writeCheckpoint(at)
  return Math.max(entries, longest)
}

/** The newest checkpoint; null before the first. */
export async function latestCheckpoint(
  within: Database = database(),
): Promise<SignedPosition | null> {
  const [latest] = await within
    .select()
    .from(auditCheckpoints)
    .orderBy(desc(auditCheckpoints.entries))
    .limit(1)
  return latest ?? null
}

/** Signs where the chain ends now, also in the process’s log: the anchor outside the database. Null: signed before. */
export async function writeCheckpoint(at: Date): Promise<ChainPosition | null> {
  const { entries, hash } = await headOfLog()
  if (entries === 0) return null
  const checkpoint = { entries, hash, at }
  const written = await database()
    .insert(auditCheckpoints)
    .values({ ...checkpoint, signature: signPosition('checkpoint', checkpoint) })
    .onConflictDoNothing()
    .returning({ entries: auditCheckpoints.entries })
  if (written.length === 0) return null
  // These words are documented: operators ship this line to a place outside the database.
  log().info({ anchor: `${hash}:${entries}` }, 'checkpoint of the trail')
  return { entries, hash }
}
