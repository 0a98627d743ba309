import 'server-only'
import { processSingleton } from '../platform/process-singleton'

/** The database is not usable now. Recognised by its name: the server bundles this module more than once. */
export class DatabaseOutage extends Error {
  override name = 'DatabaseOutage'
}

/** The disk of the embedded database is nearly full. Only reads are allowed: it doesn’t survive a full disk. */
export class NoRoomError extends DatabaseOutage {
  override name = 'NoRoomError'
}

/** PostgreSQL’s classes for: connection lost, no resources, ended or timed out, conflict, read-only, system error. */
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
/** The driver has no codes for these errors. */
const UNAVAILABLE_WORDS =
  /timeout exceeded when trying to connect|connection terminated|query read timeout|PGlite is closed/i

/** Whether an error or one of its causes says that the database is not usable. A mistake in a statement doesn't. */
export function isDatabaseOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (OWN_NAMES.has(error.name) || UNAVAILABLE_WORDS.test(error.message)) return true
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (UNAVAILABLE_CODES.has(code) || UNAVAILABLE_STATES.test(code)) return true
  const inner = error instanceof AggregateError ? (error.errors as unknown[]) : []
  return [error.cause, ...inner].some(isDatabaseOutage)
}

/** Whether PostgreSQL rolled this transaction back because of a deadlock. The caller can run it again. */
export function isDeadlock(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && error.code === '40P01') || isDeadlock(error.cause)
}

/** How long optional reads are skipped after an outage, because each attempt may cost another time-out. */
const RESPITE_MS = 2_000
const outage = processSingleton('database-outage', () => ({ readAgainAt: 0 }))

/** Returns the result of `work`, or `otherwise` when the database can't be used. */
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

/** Like {@link tryDatabase}, for optional reads. Skips the read for a short time after an outage. */
export async function unlessOutage<Value, Fallback>(
  read: () => Promise<Value>,
  otherwise: Fallback,
): Promise<Value | Fallback> {
  return performance.now() < outage.readAgainAt ? otherwise : tryDatabase(read, otherwise)
}

/** The database can still be read when its disk is full. */
function isOnlyFull(error: unknown): boolean {
  return error instanceof Error && (error.name === 'NoRoomError' || isOnlyFull(error.cause))
}
