import 'server-only'
import type { StopReason } from '../events/auditor-events'

// No clock decides alone what is old. The database's clock must agree with the portal's, with the times that were signed,
// and with the time that has passed in this process.

const DAY_MS = 86_400_000

export type Clocks = { readonly portal: Date; readonly database: Date }

/** Times that entries of the audit log have signed. */
export type SignedTimes = {
  /** When the database's clock was last found right. */
  readonly accepted: Date
  /** The time of the newest entry; its clock may have been wrong. */
  readonly newest: Date
  /** The entry by which an operator has said that the clock is right, and its time. */
  readonly resumed: { readonly id: number; readonly recordedAt: Date } | null
}

/** What a process remembers of the database's clock, beside a clock that nobody can set. */
export type ClockMemory = {
  first: { resumed: number; database: number; monotonic: number } | null
}

/** A memory of a process that has not looked yet. */
export const createClockMemory = (): ClockMemory => ({ first: null })

export type ClockProblem = {
  readonly why: Extract<StopReason, 'clocks-differ' | 'clock-ahead' | 'clock-behind'>
  readonly expectedAt: Date
}

/** Why the database's clock can't be believed; null when it is right. `monotonic` is in milliseconds. */
export function findClockProblem(
  { portal, database }: Clocks,
  { accepted, newest, resumed }: SignedTimes,
  memory: ClockMemory,
  monotonic: number,
): ClockProblem | null {
  const time = database.getTime()
  if (memory.first?.resumed !== (resumed?.id ?? 0)) memory.first = null
  const { first } = memory
  // A process that has run all the while knows how much time has passed. Another one only knows what was signed.
  const expected = first ? first.database + (monotonic - first.monotonic) : accepted.getTime()
  const problem = (why: ClockProblem['why'], at: number) => ({ why, expectedAt: new Date(at) })
  if (Math.abs(time - portal.getTime()) > DAY_MS) return problem('clocks-differ', portal.getTime())
  if (time - expected > DAY_MS) return problem('clock-ahead', expected)
  const least = Math.max(expected, accepted.getTime())
  if (least - time > DAY_MS) return problem('clock-behind', least)
  const known = Math.max(time, resumed?.recordedAt.getTime() ?? 0)
  if (newest.getTime() - known > DAY_MS) return problem('clock-behind', newest.getTime())
  memory.first ??= { resumed: resumed?.id ?? 0, database: time, monotonic }
  return null
}
