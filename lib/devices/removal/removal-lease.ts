import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { and, eq, gt, inArray, lt, sql } from 'drizzle-orm'
import { database } from '../../database/connection'
import { removalLeases } from '../../database/schema'
import { randomId } from '../../platform/crypto'
import { log } from '../../platform/log'

const LEASE_SECONDS = 15
/** A removal waits so many milliseconds for the others of the same person. */
export const LEASE_WAIT_MS = 2_000
const POLL_MS = 50

// By the clock of the database alone, so that replicas need not agree on the time.
const NOW = sql`clock_timestamp()`
const END = sql`clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})`

export type Lease = {
  /** Whether another removal went first. */
  readonly waited: boolean
  /** Takes the lease for its full time again, right before something that can't be taken back. False when it was lost. */
  readonly renew: () => Promise<boolean>
}

/** Runs `work` while no other removal of `userIds` runs, in any replica; null when the others take too long. */
export async function withRemovalLease<Outcome>(
  userIds: readonly string[],
  work: (lease: Lease) => Promise<Outcome>,
): Promise<Outcome | null> {
  const holder = randomId()
  const taken: string[] = []
  let waited = false
  try {
    // Always in the same order, so that two removals over the same identities can't wait for each other.
    for (const userId of [...new Set(userIds)].sort()) {
      const end = await acquireLease(userId, holder)
      if (end === 'refused') return null
      waited ||= end === 'after-waiting'
      taken.push(userId)
    }
    return await work({ waited, renew: () => renewLease(taken, holder) })
  } finally {
    await releaseLease(taken, holder)
  }
}

async function acquireLease(
  userId: string,
  holder: string,
): Promise<'at-once' | 'after-waiting' | 'refused'> {
  const giveUpAt = performance.now() + LEASE_WAIT_MS
  for (let attempt = 0; ; attempt++) {
    if (await takeLease(userId, holder)) return attempt === 0 ? 'at-once' : 'after-waiting'
    if (performance.now() >= giveUpAt) return 'refused'
    await sleep(POLL_MS)
  }
}

async function takeLease(userId: string, holder: string): Promise<boolean> {
  const rows = await database()
    .insert(removalLeases)
    .values({ userId, holder, expiresAt: END })
    .onConflictDoUpdate({
      target: removalLeases.userId,
      set: { holder, expiresAt: END },
      setWhere: lt(removalLeases.expiresAt, NOW),
    })
    .returning({ holder: removalLeases.holder })
  return rows.length === 1
}

async function renewLease(userIds: readonly string[], holder: string): Promise<boolean> {
  const rows = await database()
    .update(removalLeases)
    .set({ expiresAt: END })
    .where(and(ownedBy(userIds, holder), gt(removalLeases.expiresAt, NOW)))
    .returning({ userId: removalLeases.userId })
  return rows.length === userIds.length
}

/** A lease that can't be given back ends by itself. The work under it is done, so this must not make it fail. */
async function releaseLease(userIds: readonly string[], holder: string): Promise<void> {
  if (userIds.length === 0) return
  try {
    await database().delete(removalLeases).where(ownedBy(userIds, holder))
  } catch (err) {
    log().warn({ err }, 'a removal lease could not be given back')
  }
}

function ownedBy(userIds: readonly string[], holder: string) {
  return and(inArray(removalLeases.userId, [...userIds]), eq(removalLeases.holder, holder))
}
