import 'server-only'
import type { RemovalReason } from '../../devices/model/safeguards'
import {
  removeDevice,
  type RemovalError,
  type RemovalTiming,
} from '../../devices/removal/remove-device'
import { recordAccessRefusal } from '../../auth/authorization/refuse-access'
import type { Result } from '../../platform/result'
import { authorizeForPerson, type AgentCall } from '../lookup/authorize-for-person'

/** What an agent asks for; that they verified the caller is a condition of asking at all. */
export type SupportRequest = {
  readonly deviceId: string
  readonly reason: RemovalReason
  readonly ticket: string
}

/** Removes a person’s device in an agent’s name. `guarded` with `confirm`: it needs a second agent. */
export async function removeForPerson({
  agent,
  userId,
  deviceId,
  reason,
  ticket,
  timing,
}: SupportRequest & Omit<AgentCall, 'at'> & { readonly timing: RemovalTiming }): Promise<
  Result<{ readonly receipt: string }, RemovalError>
> {
  const action = 'devices:remove:any'
  const authorized = await authorizeForPerson({ agent, action, userId })
  if (!authorized.ok) {
    if (authorized.error.code === 'not-allowed')
      await recordAccessRefusal(agent, action, timing.clock())
    return authorized
  }
  return removeDevice({
    authorized: authorized.value,
    request: { deviceId, reason, confirmed: null },
    support: { ticket, approval: null },
    timing,
  })
}
