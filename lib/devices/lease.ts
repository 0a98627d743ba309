import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { and, eq, inArray, lt } from 'drizzle-orm'
import { database } from '../database/connection'
import { removalLeases } from '../database/schema'
import { randomId } from '../platform/crypto'
import { now } from '../platform/clock'
import { log } from '../platform/log'

/** Longer than a removal can take: three upstream calls with their deadlines. */
const LEASE_MS = 15_000
const WAIT_MS = 8_000
const POLL_MS = 100

/**
 * Runs `work` while no other removal runs for any of `userIds`, in this process or in another replica.
 * Gives null, without running it, when the others take too long. `waited` says whether somebody else went first.
 */
export async function withRemovalLease<Outcome>(
  userIds: readonly string[],
  work: (waited: boolean) => Promise<Outcome>,
): Promise<Outcome | null> {
  const holder = randomId()
  const held: string[] = []
  let waited = false
  try {
    // Always in the same order, so that two removals over the same identities can't wait for each other.
    for (const userId of [...userIds].sort()) {
      const taken = await acquire(userId, holder)
      if (taken === 'refused') return null
      waited ||= taken === 'after-waiting'
      held.push(userId)
    }
    return await work(waited)
  } finally {
    await release(held, holder)
  }
}

async function acquire(
  userId: string,
  holder: string,
): Promise<'at-once' | 'after-waiting' | 'refused'> {
  const giveUpAt = now().getTime() + WAIT_MS
  for (let attempt = 0; ; attempt++) {
    if (await take(userId, holder)) return attempt === 0 ? 'at-once' : 'after-waiting'
    if (now().getTime() >= giveUpAt) return 'refused'
    await sleep(POLL_MS)
  }
}

async function take(userId: string, holder: string): Promise<boolean> {
  const at = now()
  const expiresAt = new Date(at.getTime() + LEASE_MS)
  const rows = await database()
    .insert(removalLeases)
    .values({ userId, holder, expiresAt })
    .onConflictDoUpdate({
      target: removalLeases.userId,
      set: { holder, expiresAt },
      setWhere: lt(removalLeases.expiresAt, at),
    })
    .returning({ holder: removalLeases.holder })
  return rows.length === 1
}

/** A lease that can't be given back ends by itself; the work it covered is done and must not seem to have failed. */
async function release(userIds: readonly string[], holder: string): Promise<void> {
  if (userIds.length === 0) return
  try {
    await database()
      .delete(removalLeases)
      .where(and(inArray(removalLeases.userId, [...userIds]), eq(removalLeases.holder, holder)))
  } catch (err) {
    log().warn({ err }, 'a removal lease could not be given back')
  }
}
