import 'server-only'
import { sql } from 'drizzle-orm'
import { database, type Database } from '../../database/connection'
import { auditHead } from '../../database/schema'
import { milliseconds } from './chain'
import { sign } from './signature'

/** A place in the chain: how many entries there were, and the hash of the last. */
export type ChainPosition = { readonly entries: number; readonly hash: string }

export type SignedPosition = ChainPosition & { readonly at: Date; readonly signature: string }

/** What the first entry of all follows. */
export const CHAIN_START: ChainPosition = { entries: 0, hash: '' }

/** The signature (hex) of a statement about a place in the chain. */
export function signPosition(
  kind: 'checkpoint' | 'cut',
  { entries, hash, at }: Omit<SignedPosition, 'signature'>,
): string {
  return sign(kind, [`${entries}`, hash, `${at.getTime()}`])
}

/** Where the chain ends, and the time of its last entry as the hash covers it. */
export async function headOfLog(
  within: Database = database(),
): Promise<ChainPosition & { readonly recordedAt: string }> {
  const { entries, hash } = auditHead
  const recordedAt = milliseconds(sql`${auditHead.recordedAt}`)
  const [head] = await within.select({ entries, hash, recordedAt }).from(auditHead)
  if (!head) throw new Error('the audit log has lost its head')
  return head
}

/** How many seconds the time of the last entry is ahead of the database's clock. */
export async function secondsAhead(within: Database = database()): Promise<number> {
  const ahead = sql<number>`extract(epoch from ${auditHead.recordedAt} - clock_timestamp())::float8`
  const [head] = await within.select({ ahead }).from(auditHead)
  return Math.max(0, Math.floor(head?.ahead ?? 0))
}

/** What the database's clock shows. */
export async function databaseTime(within: Database = database()): Promise<Date> {
  const now = milliseconds(sql`clock_timestamp()`)
  const [head] = await within.select({ now }).from(auditHead)
  return new Date(Number(head?.now))
}
