import 'server-only'
import { desc, sql } from 'drizzle-orm'
import { database, type Database } from '../../database/connection'
import { auditCheckpoints, auditHead } from '../../database/schema'
import { log } from '../../platform/log'
import { sign } from './signature'

/** A place in the chain: how many entries there were, and the hash of the last. */
export type ChainPosition = { readonly entries: number; readonly hash: string }

export type SignedPosition = ChainPosition & { readonly at: Date; readonly signature: string }

/** The signature of words on a place in the chain. */
export function signatureOf(
  kind: 'checkpoint' | 'cut',
  { entries, hash, at }: Omit<SignedPosition, 'signature'>,
): string {
  return sign(kind, [`${entries}`, hash, `${at.getTime()}`])
}

/** Where the chain ends. */
export async function headOfLog(within: Database = database()): Promise<ChainPosition> {
  const [head] = await within
    .select({ entries: auditHead.entries, hash: auditHead.hash })
    .from(auditHead)
  if (!head) throw new Error('the trail has lost its head')
  return head
}

/** How far the time of the last entry is ahead of the database's clock. */
export async function secondsAhead(within: Database = database()): Promise<number> {
  const ahead = sql<number>`extract(epoch from ${auditHead.recordedAt} - clock_timestamp())::float8`
  const [head] = await within.select({ ahead }).from(auditHead)
  return Math.max(0, Math.floor(head?.ahead ?? 0))
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

/**
 * Signs where the chain ends now, and says it in the log as well: that line is the anchor outside the database, which
 * shows a chain that was cut together with its checkpoints. Null when that place has a checkpoint.
 */
export async function writeCheckpoint(at: Date): Promise<ChainPosition | null> {
  const { entries, hash } = await headOfLog()
  if (entries === 0) return null
  const checkpoint = { entries, hash, at }
  const written = await database()
    .insert(auditCheckpoints)
    .values({ ...checkpoint, signature: signatureOf('checkpoint', checkpoint) })
    .onConflictDoNothing()
    .returning({ entries: auditCheckpoints.entries })
  if (written.length === 0) return null
  log().info({ anchor: `${hash}:${entries}` }, 'checkpoint of the trail')
  return { entries, hash }
}
