import 'server-only'
import { processSingleton } from './process-singleton'

const MINUTE_MS = 60_000
/** So many kinds are told apart; what comes after them is one kind. */
const MOST_KINDS = 200

type Minute = { readonly beganAt: number; written: number; leftOut: number }

export type RateLimitedLog = (
  kind: string,
  perMinute: number,
  write: (leftOut: number) => void,
  at?: number,
) => void

/** What {@link rateLimitedLog} is of a process, with a memory of its own. */
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
 * Calls `write` for what anybody can bring about, `perMinute` times a minute for each kind in this process, and tells it how
 * many were left out since it was last called. `at` is in milliseconds, on a clock that nobody can set back.
 */
export const rateLimitedLog: RateLimitedLog = (...call) =>
  processSingleton('sparingly', createRateLimitedLog)(...call)
