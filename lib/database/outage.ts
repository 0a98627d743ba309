import 'server-only'
import { processSingleton } from '../platform/process-singleton'

/** The database can't be used just now. Told by its name: the server bundles this module more than once. */
export class DatabaseOutage extends Error {
  override name = 'DatabaseOutage'
}

/** The embedded database's disk is nearly full: it may be read, not written, because it does not survive a full disk. */
export class NoRoomError extends DatabaseOutage {
  override name = 'NoRoomError'
}

/**
 * PostgreSQL's classes: connection lost, no resources, taken too long or ended by an operator, locked or in conflict with
 * others, only reading allowed, system error.
 */
const UNAVAILABLE_STATES = /^(08|53|57|58|55P03|40P01|40001|25006|XX000)/
const OWN_NAMES = new Set(['DatabaseOutage', 'NoRoomError'])
const UNAVAILABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOSPC',
])
/** The driver has no codes for these. */
const UNAVAILABLE_WORDS =
  /timeout exceeded when trying to connect|connection terminated|query read timeout|PGlite is closed/i

/** Whether an error, or a cause of it, says that the database can't be used just now; a mistake in a statement doesn't. */
export function isDatabaseOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (OWN_NAMES.has(error.name) || UNAVAILABLE_WORDS.test(error.message)) return true
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (UNAVAILABLE_CODES.has(code) || UNAVAILABLE_STATES.test(code)) return true
  const inner = error instanceof AggregateError ? (error.errors as unknown[]) : []
  return [error.cause, ...inner].some(isDatabaseOutage)
}

/** Whether two transactions waited for each other, and this one was taken back for it: it can be done again. */
export function isDeadlock(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && error.code === '40P01') || isDeadlock(error.cause)
}

/** How long nothing that a page can do without is read any more after an outage was seen: each try may cost another time-out. */
const RESPITE_MS = 2_000
const outage = processSingleton('database-outage', () => ({ readAgainAt: 0 }))

/** What `work` gives; `otherwise` when the database can't be used for it. */
export async function tryDatabase<Value, Fallback>(
  work: () => Promise<Value>,
  otherwise: Fallback,
): Promise<Value | Fallback> {
  try {
    return await work()
  } catch (error) {
    if (!isDatabaseOutage(error)) throw error
    if (!isOnlyFull(error)) outage.readAgainAt = performance.now() + RESPITE_MS
    return otherwise
  }
}

/** The same for reads that a page can do without: not even tried for a moment after an outage was seen. */
export async function unlessOutage<Value, Fallback>(
  read: () => Promise<Value>,
  otherwise: Fallback,
): Promise<Value | Fallback> {
  return performance.now() < outage.readAgainAt ? otherwise : tryDatabase(read, otherwise)
}

/** A full disk can still be read from. */
function isOnlyFull(error: unknown): boolean {
  return error instanceof Error && (error.name === 'NoRoomError' || isOnlyFull(error.cause))
}
