import { LOOKED_FOR_MS, type Receipt } from '../devices/receipts/receipt-state'

const SECOND_MS = 1_000

/** How long until the first of some receipts may have changed; false when none will. */
export function shortestPause(receipts: readonly Receipt[], readAt: string): number | false {
  const pauses = receipts
    .map((receipt) => pauseOf(receipt, readAt))
    .filter((pause) => pause !== false)
  return pauses.length > 0 && Math.min(...pauses)
}

/** How long, in milliseconds, until a receipt that was read at `readAt` may have changed; false when it won't any more. */
export function pauseOf(
  { state, at, until, waitsForService }: Receipt,
  readAt: string,
): number | false {
  const now = Date.parse(readAt)
  switch (state) {
    case 'scheduled':
      if (waitsForService) return 5 * SECOND_MS
      return Math.max(SECOND_MS, Date.parse(until ?? readAt) - now)
    case 'running':
      return SECOND_MS
    case 'not-yet-confirmed':
    case 'unknown': {
      const age = now - Date.parse(at)
      if (age > LOOKED_FOR_MS[state]) return false
      // The service is asked about these ever more rarely, so the receipt need not be read often either.
      return Math.min(60 * SECOND_MS, Math.max(2 * SECOND_MS, age / 4))
    }
    default:
      return false
  }
}
