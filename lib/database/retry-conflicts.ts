import 'server-only'
import type { Deadline } from '../platform/deadline'

/** Serialization failure, deadlock, lock not available, and a statement that took too long, which may have waited for a lock. */
const CONFLICT_STATES = /^(40001|40P01|55P03|57014)$/

/** Whether the database may have ended a transaction because of another one: then it can be done again. */
function isTransactionConflict(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return CONFLICT_STATES.test(code) || isTransactionConflict(error.cause)
}

/** Runs transactions again, until the deadline, when the database has ended one of them because of another one. */
export async function retryConflicts<Outcome>(
  work: () => Promise<Outcome>,
  deadline: Deadline,
): Promise<Outcome> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isTransactionConflict(error) || deadline.left() === 0) throw error
    }
  }
}
