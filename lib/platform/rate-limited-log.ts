import 'server-only'
import { processSingleton } from './process-singleton'

const MINUTE_MS = 60_000
/** The most kinds that are counted separately. All further kinds share one counter. */
const MOST_KINDS = 200

type Minute = { readonly beganAt: number; written: number; leftOut: number }

export type RateLimitedLog = (
  kind: string,
  perMinute: number,
  write: (leftOut: number) => void,
  at?: number,
) => void

/** A {@link rateLimitedLog} with its own memory. */
export function createRateLimitedLog(): RateLimitedLog {
  const minutes = new Map<string, Minute>()
  return (kind, perMinute, write, at = performance.now()) => {
    const key = minutes.has(kind) || minutes.size < MOST_KINDS ? kind : ''
    const known = minutes.get(key)
    const isOver = !known || at - known.beganAt >= MINUTE_MS
    const minute = isOver ? { beganAt: at, written: 0, leftOut: known?.leftOut ?? 0 } : known
    minutes.set(key, minute)
    if (minute.written >= perMinute) {
      minute.leftOut += 1
      return
    }
    const { leftOut } = minute
    minute.written += 1
    minute.leftOut = 0
    write(leftOut)
  }
}

/**
 * Calls `write` at most `perMinute` times a minute for each kind, with how many calls were skipped since the last one.
 * `at` is in milliseconds, on a clock that never goes back.
 */
export const rateLimitedLog: RateLimitedLog = (...call) =>
  processSingleton('sparingly', createRateLimitedLog)(...call)
