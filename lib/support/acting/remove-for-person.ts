import 'server-only'
import type { RemovalReason } from '../../devices/model/safeguards'
import type { SupportAuthorization } from '../../devices/removal/removal-command'
import { waitForService } from '../../devices/removal/wait-for-service'
import {
  removeDevice,
  type RemovalError,
  type RemovalResult,
  type RemovalTiming,
} from '../../devices/removal/remove-device'
import type { Authorized } from '../../auth/authorization/authorize'
import { database } from '../../database/connection'
import { inTransaction } from '../../database/transaction'
import type { Result } from '../../platform/result'
import { returnDaily, takeDaily, type DailyLimitReached } from '../lookup/agent-limits'
import type { AgentCall, PersonSubject } from '../lookup/authorize-for-person'
import { checkCaller, type CallerCheckError, type CallerProof } from '../lookup/check-caller'
import { authorizeAndRecordView } from '../lookup/record-view'

/** What an agent asks for; that they verified the caller is a condition of asking at all. */
export type SupportRequest = CallerProof & {
  readonly deviceId: string
  readonly reason: RemovalReason
  readonly ticket: string
}

type AskedNow = SupportRequest &
  Omit<AgentCall, 'at'> & {
    readonly timing: RemovalTiming
  }
type Removal = Result<
  { readonly receipt: string },
  RemovalError | CallerCheckError | DailyLimitReached
>

/** Removes a person’s device in an agent’s name. `guarded` with `confirm`: it needs a second agent. */
export async function removeForPerson({ timing, ...asked }: AskedNow): Promise<Removal> {
  return countedRemoval({ ...asked, timing }, (authorized, support) =>
    removeDevice({ authorized, request: requestOf(asked), support, timing }),
  )
}

/** The same while the service can’t be asked: the removal waits for it. The safeguards are those of {@link removeForPerson}. */
export async function waitToRemoveForPerson({ timing, ...asked }: AskedNow): Promise<Removal> {
  return countedRemoval({ ...asked, timing }, (authorized, support) =>
    waitForService({ authorized, request: requestOf(asked), support, timing }),
  )
}

function requestOf({ deviceId, reason }: SupportRequest) {
  return { deviceId, reason, confirmed: null } as const
}

/** Verifies the caller and counts the removal. One that didn't come about is given back. */
async function countedRemoval(
  { timing, ticket, callNumber = null, ...asked }: AskedNow,
  remove: (
    authorized: Authorized<'devices:remove:any', PersonSubject>,
    support: SupportAuthorization,
  ) => Promise<RemovalResult>,
): Promise<Removal> {
  const { agent, userId } = asked
  const at = timing.clock()
  // What comes to nothing says something of the person too, and is a look.
  const action = 'devices:remove:any'
  const authorized = await authorizeAndRecordView({ agent, action, userId, at })
  if (!authorized.ok) return authorized
  const { owner, userIds } = authorized.value.subject
  const caller = await checkCaller({ agent, owner, userId: userIds[0], callNumber, at })
  if (!caller.ok) return caller
  const counted = { agent, kind: 'removals', at } as const
  const call = { ticket, userId: userIds[0] }
  const taken = await inTransaction((within) => takeDaily({ ...counted, call, within }))
  if (!taken.ok) return taken
  const support = { ticket, callerCheck: caller.value, approval: null }
  const removed = await remove(authorized.value, support)
  if (!removed.ok) await returnDaily({ ...counted, within: database() })
  return removed
}
