import 'server-only'
import { log } from '../../platform/log'
import { resealStates } from './reseal-states'
import { destroyExpired } from './destroy-states'
import { isVaultOpen } from './vault'

const PAUSE_MS = 60_000

/**
 * Keeps the vault in order for as long as the process lives: what has expired goes every minute, and once, beside
 * everything else, what stands under older keys is sealed under the newest.
 */
export function startVaultMaintenance(clock: () => Date): void {
  let isResealed = false
  let wasDown = false
  const work = async () => {
    try {
      await destroyExpired(clock())
      if (!isResealed && isVaultOpen()) await reseal()
      isResealed = true
      wasDown = false
    } catch (err) {
      if (!wasDown) log().error({ err }, 'the vault can’t be kept in order')
      wasDown = true
    }
    setTimeout(() => void work(), PAUSE_MS).unref()
  }
  void work()
}

async function reseal(): Promise<void> {
  const { resealed, unreadable } = await resealStates()
  if (resealed > 0) log().info({ resealed }, 'client states are now sealed under the newest key')
  if (unreadable.length > 0)
    log().error(
      { unreadable },
      'client states can’t be opened: their key is missing or another one',
    )
}
