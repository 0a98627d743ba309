import 'server-only'
import type { RemovalReason } from '../../devices/model/safeguards'
import { waitForService } from '../../devices/removal/wait-for-service'
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

type AskedNow = SupportRequest &
  Omit<AgentCall, 'at'> & {
    readonly timing: RemovalTiming
  }
type Removal = Result<{ readonly receipt: string }, RemovalError>

/** Removes a person’s device in an agent’s name. `guarded` with `confirm`: it needs a second agent. */
export async function removeForPerson({ timing, ...asked }: AskedNow): Promise<Removal> {
  const authorized = await authorizeRemoval({ ...asked, at: timing.clock() })
  return authorized.ok
    ? removeDevice({ authorized: authorized.value, ...byOneAgent(asked), timing })
    : authorized
}

/** The same while the service can’t be asked: the removal waits for it. The safeguards are those of {@link removeForPerson}. */
export async function waitToRemoveForPerson({ timing, ...asked }: AskedNow): Promise<Removal> {
  const authorized = await authorizeRemoval({ ...asked, at: timing.clock() })
  return authorized.ok
    ? waitForService({ authorized: authorized.value, ...byOneAgent(asked), timing })
    : authorized
}

function byOneAgent({ deviceId, reason, ticket }: SupportRequest) {
  return {
    request: { deviceId, reason, confirmed: null },
    support: { ticket, approval: null },
  } as const
}

async function authorizeRemoval({ agent, userId, at }: AgentCall) {
  const action = 'devices:remove:any'
  const authorized = await authorizeForPerson({ agent, action, userId })
  if (!authorized.ok && authorized.error.code === 'not-allowed')
    await recordAccessRefusal(agent, action, at)
  return authorized
}
