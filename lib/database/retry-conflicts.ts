import 'server-only'
import type { Deadline } from '../platform/deadline'

/** Serialization failure, deadlock, lock not available, and statement timeout, which may have waited for a lock. */
const CONFLICT_STATES = /^(40001|40P01|55P03|57014)$/

/** Whether another transaction may have caused the failure. The caller can then run the transaction again. */
function isTransactionConflict(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return CONFLICT_STATES.test(code) || isTransactionConflict(error.cause)
}

/** Runs `work` again after a conflict with another transaction, until the deadline. */
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
