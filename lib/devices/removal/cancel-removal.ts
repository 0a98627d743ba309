import 'server-only'
import type { Account } from '../../auth/authorization/actor'
import type { Permitted } from '../../auth/authorization/authorize'
import { pendingRemovalsOf, scheduledByAgent } from '../receipts/pending-removals'
import { abandonScheduled, cancelScheduled } from './removal-store'

/** Cancels a scheduled removal. False, and nothing changes, when it is not scheduled any more or not of this person. */
export async function cancelRemoval({
  authorized: { actor, subject },
  referenceCode,
  at,
}: Permitted<'devices:remove:own'> & {
  readonly referenceCode: string
  readonly at: Date
}): Promise<boolean> {
  const pending = await pendingRemovalsOf(subject.userIds)
  const removal = pending.find(({ receipt }) => receipt === referenceCode)
  return removal !== undefined && cancelScheduled(removal, actor, at)
}

/**
 * Cancels the scheduled removals of an agent whose role was withdrawn; gives how many. The agent can't schedule a new one
 * meanwhile, because that is decided together with the role.
 */
export async function cancelScheduledOfAgent(agent: Account, at: Date): Promise<number> {
  const scheduled = await scheduledByAgent(agent)
  for (const removal of scheduled) await abandonScheduled(removal, 'role-withdrawn', at)
  return scheduled.length
}
