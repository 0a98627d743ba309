import 'server-only'
import { setImmediate as othersFirst } from 'node:timers/promises'
import { and, asc, count, eq, gt } from 'drizzle-orm'
import { database } from '../../database/connection'
import { clientStates } from '../../database/schema'
import type { MaintenanceJob } from '../../jobs/maintenance'
import { env } from '../../platform/env'
import type { KeyRing } from '../../platform/key-ring'
import { log } from '../../platform/log'
import { rewrapKey } from './envelope'
import { isVaultOpen } from './vault'

/** What came of re-sealing; keys by their names. */
export type Resealing = {
  readonly resealed: number
  /** States that no key of the ring opens, by the key they name. */
  readonly unreadable: readonly { readonly keyId: string; readonly count: number }[]
  /** How many states need which key, afterwards. A key that isn't here may be dropped. */
  readonly keysInUse: Readonly<Record<string, number>>
}

/**
 * Wraps the key of every state with the newest key of the ring, row by row. It changes only a row that is as it was read,
 * so it can run beside all other work and be started again. The states stay closed. `isThorough`: it also tries states
 * under the newest key.
 */
export async function resealStates(
  batch = 50,
  isThorough = false,
  ring: KeyRing | undefined = env().CLIENT_STATE_KEYS,
): Promise<Resealing> {
  let resealed = 0
  const unreadable: Resealing['unreadable'][number][] = []
  for (const [keyId, all] of Object.entries(await countByKey())) {
    if (!ring?.some(({ id }) => id === keyId)) {
      unreadable.push({ keyId, count: all })
      continue
    }
    if (keyId === ring[0].id && !isThorough) continue
    const done = await resealKey(keyId, batch, ring)
    resealed += done.resealed
    if (done.unreadable > 0) unreadable.push({ keyId, count: done.unreadable })
  }
  return { resealed, unreadable, keysInUse: await countByKey() }
}

async function countByKey(): Promise<Record<string, number>> {
  const keys = await database()
    .select({ keyId: clientStates.keyId, states: count() })
    .from(clientStates)
    .groupBy(clientStates.keyId)
  return Object.fromEntries(keys.map(({ keyId, states }) => [keyId, states]))
}

const sealedKey = {
  id: clientStates.id,
  userId: clientStates.userId,
  kind: clientStates.kind,
  keyId: clientStates.keyId,
  wrappedKey: clientStates.wrappedKey,
}
type SealedKey = Pick<typeof clientStates.$inferSelect, keyof typeof sealedKey>

/** The states under one key, in the order of their ids. */
async function resealKey(keyId: string, batch: number, ring: KeyRing) {
  const done = { resealed: 0, unreadable: 0 }
  for (let after = ''; ;) {
    const rows = await database()
      .select(sealedKey)
      .from(clientStates)
      .where(and(eq(clientStates.keyId, keyId), gt(clientStates.id, after)))
      .orderBy(asc(clientStates.id))
      .limit(batch)
    for (const row of rows) {
      const key = rewrapKey(row, row, ring)
      if (!key.ok) done.unreadable += 1
      else if (keyId !== ring[0].id && (await replaceKey(row, key.value))) done.resealed += 1
      // The embedded database works in this very thread, and would leave no room for requests in between.
      await othersFirst()
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < batch) return done
    after = last.id
  }
}

async function replaceKey(
  { id, keyId, wrappedKey }: SealedKey,
  replacement: Pick<SealedKey, 'keyId' | 'wrappedKey'>,
): Promise<boolean> {
  const changed = await database()
    .update(clientStates)
    .set(replacement)
    .where(
      and(
        eq(clientStates.id, id),
        eq(clientStates.keyId, keyId),
        eq(clientStates.wrappedKey, wrappedKey),
      ),
    )
    .returning({ id: clientStates.id })
  return changed.length > 0
}

/** Wraps the keys of all states with the newest key, once after each start. */
export const resealJob: MaintenanceJob = {
  name: 'resealing of client states',
  everyMs: 'once',
  run: async () => {
    if (!isVaultOpen()) return
    const { resealed, unreadable } = await resealStates()
    if (resealed > 0) log().info({ resealed }, 'client states are now sealed under the newest key')
    if (unreadable.length > 0)
      log().error(
        { unreadable },
        'client states can’t be opened: their key is missing or another one',
      )
  },
}
